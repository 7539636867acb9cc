"""Pages of the API by key: constant cost at any depth, at most 200 rows."""

from rest_framework.pagination import CursorPagination


class KeyPagination(CursorPagination):
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
