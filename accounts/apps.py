from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("アカウント")

    def ready(self) -> None:
        from accounts import demo, permissions, signins  # noqa: F401 — both fill registries when imported
        from accounts.access import Access, admits
        from diplomacy.ui import menu

        def signed_in(user) -> bool:
            return user.is_authenticated

        def administrator(user) -> bool:
            return admits(Access.ADMIN, user)

        menu.register(_("アカウント管理"), "accounts:people", visible=administrator, order=10)
        menu.register(_("棚卸し"), "accounts:review", visible=administrator, order=20)
        menu.register(_("監査記録"), "accounts:audit", visible=administrator, order=30)
        menu.register(_("設定"), "accounts:settings", visible=signed_in, order=10, section="account", icon="settings")
        menu.register(_("多要素認証"), "mfa_index", visible=signed_in, order=20, section="account", icon="key")
        menu.register(
            _("サインイン中の端末"), "usersessions_list", visible=signed_in, order=30, section="account", icon="lock"
        )
        menu.register("API", "api-docs", visible=signed_in, section="footer")
        menu.register_demo_people(demo.choices)
