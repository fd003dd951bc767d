"""Addresses of the roads to other systems, of what is due back, and of originals that are held."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import originals, platform_case, returns, road_files, roads

urlpatterns: list[URLPattern] = [
    path("roads", roads.roads, name="roads"),
    path("roads/new", roads.new_road, name="road_new"),
    path("roads/<slug:code>", roads.road, name="road"),
    path("roads/<slug:code>/switch", roads.road_switch, name="road_switch"),
    path("roads/<slug:code>/try", roads.road_try, name="road_try"),
    path("returns", returns.returns, name="returns"),
    path("returns/<uuid:row>", returns.one_return, name="return"),
    path("returns/<uuid:row>/brought", returns.brought, name="return_brought"),
    path("returns/<uuid:row>/again", returns.again, name="return_again"),
    path("returns/<uuid:row>/needless", returns.needless, name="return_needless"),
    path("road-files", road_files.road_files, name="road_files"),
    path("road-files/<slug:code>/upload", road_files.road_upload, name="road_upload"),
    path("road-files/<slug:code>/template", road_files.road_template, name="road_template"),
    path("road-files/<slug:code>/results", road_files.road_results, name="road_results"),
    path("road-files/<slug:code>/results/<str:name>", road_files.road_result, name="road_result"),
    path("cases/from-platform", platform_case.platform_case, name="platform_case"),
    path("quarantine/originals", originals.originals, name="originals"),
    path("quarantine/originals/<uuid:row>", originals.one_original, name="original"),
    path("quarantine/originals/<uuid:row>/open", originals.original_open, name="original_open"),
    path("quarantine/originals/<uuid:row>/again", originals.original_again, name="original_again"),
    path("quarantine/originals/<uuid:row>/drop", originals.original_drop, name="original_drop"),
]
