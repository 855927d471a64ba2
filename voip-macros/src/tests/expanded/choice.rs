const _: () = {
    use ::voip_runtime::__private as __voip_runtime;
    #[automatically_derived]
    impl __voip_runtime::Field for Ward {
        fn value(&self) -> __voip_runtime::Value {
            __voip_runtime::Value::Text(
                ::core::convert::From::from(__voip_runtime::Field::text(self)),
            )
        }
        fn text(&self) -> &::core::primitive::str {
            match self {
                Self::Urgent => "Urgent",
                Self::r#Other => "Other",
            }
        }
        fn set(
            &mut self,
            value: &__voip_runtime::Value,
        ) -> ::core::result::Result<(), __voip_runtime::FieldError> {
            *self = match __voip_runtime::Value::as_text(value) {
                ::core::option::Option::Some("Urgent") => Self::Urgent,
                ::core::option::Option::Some("Other") => Self::r#Other,
                _ => {
                    return ::core::result::Result::Err(
                        __voip_runtime::FieldError::Invalid("`Urgent` or `Other`"),
                    );
                }
            };
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl __voip_runtime::FieldType for Ward {
        const KIND: __voip_runtime::FieldKind = __voip_runtime::FieldKind::Choice;
        const VARIANTS: &'static [__voip_runtime::Variant] = &[
            __voip_runtime::Variant {
                name: "Urgent",
                label: "急诊",
            },
            __voip_runtime::Variant {
                name: "Other",
                label: "其他",
            },
        ];
        fn initial() -> Self {
            Self::Urgent
        }
        fn copy(&self) -> Self {
            match self {
                Self::Urgent => Self::Urgent,
                Self::r#Other => Self::r#Other,
            }
        }
        fn field(&self) -> &dyn __voip_runtime::Field {
            self
        }
        fn field_mut(&mut self) -> &mut dyn __voip_runtime::Field {
            self
        }
    }
};
