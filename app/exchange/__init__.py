"""Other formats, one file each: readers give a map and a report, writers give bytes."""
