<map version="1.0.1"><node ID="1" TEXT="C"><node ID="2">
  <richcontent TYPE="NODE"><html><body><p>Staff leave</p></body></html></richcontent>
  <node ID="3" TEXT="Pay is low"/>
</node></node></map>
