//! `#[services]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, ItemFn, ReturnType};

use crate::WIT;

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let module = syn::parse2::<ItemFn>(item.clone())
        .and_then(|function| module(&attribute, &function))
        .unwrap_or_else(Error::into_compile_error);
    quote! { #item #module }
}

fn module(attribute: &TokenStream, function: &ItemFn) -> syn::Result<TokenStream> {
    let signature = &function.sig;
    if !attribute.is_empty() {
        return Err(Error::new_spanned(
            attribute,
            "`#[services]` takes no options",
        ));
    }
    crate::workflow::plain(signature)?;
    if !signature.inputs.is_empty() {
        return Err(Error::new_spanned(
            &signature.inputs,
            "a function under `#[services]` takes no parameters: `fn services() -> Services`",
        ));
    }
    let ReturnType::Type(_, returned) = &signature.output else {
        return Err(Error::new_spanned(
            signature,
            "a function under `#[services]` returns what it declares: `fn services() -> Services`",
        ));
    };
    let mut name = signature.ident.clone();
    name.set_span(returned.span());
    let document = quote_spanned! {returned.span()=>
        ::mzhost_guest::IntoDocument::into_document(super::#name())
    };
    let world = "package mzhost:guest-services; \
        world services { export services: func() -> result<string, string>; }";
    Ok(quote! {
        #[doc(hidden)]
        #[allow(unsafe_code, missing_docs, clippy::all, clippy::pedantic, reason = "generated code")]
        mod __mzhost_services {
            ::mzhost_guest::__private::wit_bindgen::generate!({
                inline: #world,
                path: #WIT,
                world: "mzhost:guest-services/services",
                runtime_path: "::mzhost_guest::__private::wit_bindgen::rt",
            });

            struct Export;

            impl Guest for Export {
                fn services() -> ::core::result::Result<::std::string::String, ::std::string::String> {
                    #document
                }
            }

            export!(Export);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(function: TokenStream) -> String {
        let function = syn::parse2(function).unwrap();
        module(&TokenStream::new(), &function)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn wrong_signatures_are_explained() {
        assert!(message(quote! { fn services() {} }).contains("returns what it declares"));
        assert!(
            message(quote! { fn services(c: Composition) -> Services {} })
                .contains("no parameters")
        );
        assert!(message(quote! { async fn services() -> Services {} }).contains("async"));
    }
}
