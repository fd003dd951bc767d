"""Places in free text: areas by the city's gazetteer, roads, estates and buildings by their form."""
