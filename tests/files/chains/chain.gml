graph [
  directed 1
  node [ id 1 label "Pay is low" graphics [ x 1.0 y 2 ] ]
  node [ id 2 label "Staff leave" ]
  node [ id 3 label "C" ]
  edge [ source 1 target 2 ]
  edge [ source 2 target 3 ]
]
