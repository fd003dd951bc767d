"""Places in free text: areas by the gazetteer, roads, estates and buildings by their form."""
