from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from incubator.support import SupportService


class SupportServiceViewSet(ModelViewSet):
    model = SupportService
    icon = "help"
    add_to_admin_menu = True
    menu_order = 700
    list_display = ("name", "url", "reviewed_on")
    inspect_view_enabled = False
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def support_services() -> SupportServiceViewSet:
    return SupportServiceViewSet("support_services")
