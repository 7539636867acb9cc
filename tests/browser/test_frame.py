def test_signin_page_is_clean_in_both_languages(open_page, axe, fits):
    for language in ("ja", "en"):
        for width in (1280, 360):
            page = open_page("/accounts/login/", language=language, width=width)
            assert page.locator("html").get_attribute("lang") == language
            axe(page)
            fits(page)
