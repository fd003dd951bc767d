"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): services, requests and tokens, as JSON and
as XML, for programs of citizens and companies."""
