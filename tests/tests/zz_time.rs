use voip_runtime::prelude::*;
use voip_runtime::sim::explore;
use voip_tests::*;
fn t<P: Page>() {
    let at = std::time::Instant::now();
    let explored = explore::<P>();
    println!("{} {:?}", P::SPEC.name, at.elapsed());
    match explored { Ok(e) => println!("{e}"), Err(e) => println!("{e}") }
}
#[test]
fn times() { t::<Recovering>(); }
