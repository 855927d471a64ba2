//! `Page` and `Transition` by hand, with what the macro itself uses: the flow lacks the transition, which is
//! found as the step is built.

use std::rc::Rc;

use voip_runtime::__private::{Field, Fields, Handling, Parties, Proof, Spec};
use voip_runtime::prelude::*;

pub struct VideoCall;

impl Fields for VideoCall {
    fn field(&self, _: usize) -> Option<&dyn Field> {
        None
    }

    fn field_mut(&mut self, _: usize) -> Option<&mut dyn Field> {
        None
    }

    fn parties(&self) -> Parties<'_> {
        Parties::default()
    }

    fn snapshot(&self) -> Rc<dyn Fields> {
        Rc::new(Self)
    }

    fn run(&self, _: usize, _: &Change) {}
}

impl Page for VideoCall {
    const SPEC: &'static Spec = &Spec::STUB;

    fn initial() -> Self {
        Self
    }

    fn handle(call: Call<Self, Idle>) -> Handling {
        let _ = call.begin();
        unreachable!()
    }
}

impl Transition<Idle, Authorizing> for VideoCall {
    const PROOF: Proof<Self, Idle, Authorizing> = Proof::of_flow();
}

fn main() {
    let _: fn(_) -> _ = VideoCall::handle;
}
