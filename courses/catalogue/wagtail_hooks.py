from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from courses.catalogue.administration import CatalogueGroup
from courses.catalogue.links import LessonLinkHandler


@hooks.register("register_admin_viewset")
def catalogue() -> CatalogueGroup:
    return CatalogueGroup()


@hooks.register("register_rich_text_features")
def lesson_links(features: FeatureRegistry) -> None:
    features.register_link_type(LessonLinkHandler)
