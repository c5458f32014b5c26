from wagtail import hooks

from certificates.administration import CertificatesGroup


@hooks.register("register_admin_viewset")
def certificates() -> CertificatesGroup:
    return CertificatesGroup()
