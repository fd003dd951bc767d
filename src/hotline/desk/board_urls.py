"""Addresses of the board, of its screens on walls, and of the editions by mail."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import board, walls

urlpatterns: list[URLPattern] = [
    path("board", board.latest, name="board"),
    path("board/mail", walls.mail, name="board_mail"),
    path("board/walls", walls.walls, name="walls"),
    path("board/walls/<uuid:screen>/end", walls.end_wall, name="wall_end"),
    path("board/<str:period>", board.board, name="board_of"),
    path("board/<str:period>/<str:name>", board.behind, name="board_figure"),
]
