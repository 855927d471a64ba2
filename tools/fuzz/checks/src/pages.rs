//! The pages on which recordings and scenarios are played.

use voip_runtime::Page;

/// A function for a page of any type.
pub(crate) trait ForPage {
    fn run<P: Page>(&self);
}

macro_rules! pages {
    ($($page:path),+ $(,)?) => {
        /// Calls the function for the page with this name.
        pub(crate) fn with_page(name: &str, function: &impl ForPage) {
            $(if name == <$page as Page>::SPEC.name {
                return function.run::<$page>();
            })+
        }

        /// All pages, for scenarios.
        pub(crate) const SCENARIO_PAGES: &[voip_runtime::sim::scenario::ScenarioPage] =
            &[$(voip_runtime::sim::scenario::ScenarioPage::of::<$page>()),+];
    };
}

pages! {
    voip_tests::Plain,
    voip_tests::Recovering,
    voip_tests::RetriesOnTimeout,
    voip_tests::HangsUpOnLeave,
    voip_tests::LooksUpListener,
    voip_tests::Family,
    voip_tests::Desk,
    test_pages::departments::Departments,
    test_pages::duty::Duty,
    test_pages::grandparents::Grandparents,
    test_pages::helpline::Helpline,
    test_pages::interview::Interview,
    test_pages::legal_aid::LegalAid,
    test_pages::ward_desk::WardDesk,
}
