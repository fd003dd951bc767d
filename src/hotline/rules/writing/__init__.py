"""Writing: a form, its measured figures and the editor's items become the page of a bulletin."""

from hotline.rules.writing.filling import Edition, chinese_number, joined
from hotline.rules.writing.page import Item, write_page

__all__ = ["Edition", "Item", "chinese_number", "joined", "write_page"]
