//! `#[workflow]`.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, Ident, ItemFn, Lit, Meta, ReturnType, Signature,
};

use crate::WIT;

const PREFIX: &str = "workflow_";
const WANTED: &str = "a workflow is `fn workflow_NAME(c: Composition) -> Result<(), Error>`, \
    or with a second parameter `args: Vec<String>`";

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let module = syn::parse2::<ItemFn>(item.clone())
        .and_then(|function| module(attribute, &function))
        .unwrap_or_else(Error::into_compile_error);
    quote! { #item #module }
}

fn module(attribute: TokenStream, function: &ItemFn) -> syn::Result<TokenStream> {
    let hidden = hidden(attribute)?;
    let signature = &function.sig;
    plain(signature)?;
    let name = workflow_name(&signature.ident)?;
    let call = call(signature)?;
    let line = section_line(&name, &function.attrs, signature.ident.span(), hidden);
    let length = line.len();
    let line = proc_macro2::Literal::byte_string(line.as_bytes());

    let module = format_ident!("__mzhost_{}", signature.ident);
    let method = format_ident!("{}", signature.ident, span = Span::call_site());
    // Equal package names would be merged into one broken section by the linker.
    let package = format!("mzhost:guest-workflow-{name}");
    let world = format!(
        "package {package}; world exported {{ \
            use mzhost:composition/types@0.1.0.{{error}}; \
            export workflow-{name}: func(args: list<string>) -> result<_, error>; }}"
    );
    let world_name = format!("{package}/exported");
    Ok(quote! {
        #[doc(hidden)]
        #[allow(unsafe_code, missing_docs, clippy::all, clippy::pedantic, reason = "generated code")]
        mod #module {
            ::mzhost_guest::__private::wit_bindgen::generate!({
                inline: #world,
                path: #WIT,
                world: #world_name,
                with: { "mzhost:composition/types@0.1.0": ::mzhost_guest::__private::types },
                runtime_path: "::mzhost_guest::__private::wit_bindgen::rt",
            });

            struct Export;

            impl Guest for Export {
                fn #method(
                    args: ::std::vec::Vec<::std::string::String>,
                ) -> ::core::result::Result<(), ::mzhost_guest::__private::types::Error> {
                    let _ = &args;
                    ::mzhost_guest::__private::outcome(#call)
                }
            }

            export!(Export);

            #[cfg(target_family = "wasm")]
            #[used]
            #[unsafe(link_section = "mzhost:workflows")]
            static DESCRIPTION: [u8; #length] = *#line;
        }
    })
}

/// The options of the attribute: none, or `hidden`.
fn hidden(attribute: TokenStream) -> syn::Result<bool> {
    if attribute.is_empty() {
        return Ok(false);
    }
    let option: Ident = syn::parse2(attribute).map_err(|error| {
        Error::new(error.span(), "the only option of `#[workflow]` is `hidden`")
    })?;
    if option == "hidden" {
        Ok(true)
    } else {
        Err(Error::new_spanned(
            option,
            "the only option of `#[workflow]` is `hidden`",
        ))
    }
}

/// Refuses what no exported function can be.
pub(crate) fn plain(signature: &Signature) -> syn::Result<()> {
    let refuse = |tokens: &dyn quote::ToTokens, what: &str| {
        Err(Error::new_spanned(
            tokens,
            format!("an exported function cannot be {what}"),
        ))
    };
    if let Some(token) = &signature.asyncness {
        return refuse(token, "async: every call of the host waits by itself");
    }
    if let Some(token) = &signature.unsafety {
        return refuse(token, "unsafe");
    }
    if let Some(token) = &signature.abi {
        return refuse(token, "extern");
    }
    if !signature.generics.params.is_empty() {
        return refuse(&signature.generics, "generic");
    }
    Ok(())
}

/// `workflow_simple_test` is `simple-test`.
fn workflow_name(ident: &Ident) -> syn::Result<String> {
    let function = ident.to_string();
    let Some(name) = function
        .strip_prefix(PREFIX)
        .filter(|name| !name.is_empty())
    else {
        return Err(Error::new_spanned(
            ident,
            format!(
                "the name of a workflow's function begins with `{PREFIX}`, such as `{PREFIX}default`"
            ),
        ));
    };
    let word_is_fine = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if !name.split('_').all(word_is_fine) {
        return Err(Error::new_spanned(
            ident,
            "the name of a workflow is lower-case letters and digits in words joined by single `_`",
        ));
    }
    Ok(name.replace('_', "-"))
}

/// The call of the author's function. A parameter or result of a wrong type is reported where its type stands.
fn call(signature: &Signature) -> syn::Result<TokenStream> {
    let ReturnType::Type(_, returned) = &signature.output else {
        return Err(Error::new_spanned(signature, WANTED));
    };
    let mut function = signature.ident.clone();
    function.set_span(returned.span());
    let mut arguments = Vec::new();
    for (index, input) in signature.inputs.iter().enumerate() {
        let FnArg::Typed(parameter) = input else {
            return Err(Error::new_spanned(input, WANTED));
        };
        let span = parameter.ty.span();
        arguments.push(match index {
            0 => quote_spanned! {span=> ::mzhost_guest::__private::composition() },
            1 => quote_spanned! {span=> args },
            _ => return Err(Error::new_spanned(input, WANTED)),
        });
    }
    if arguments.is_empty() {
        return Err(Error::new_spanned(signature, WANTED));
    }
    Ok(quote_spanned! {returned.span()=> super::#function(#(#arguments),*) })
}

/// What the host lists without running anything: a JSON line for the custom section.
fn section_line(name: &str, attributes: &[Attribute], span: Span, hidden: bool) -> String {
    let description = description(attributes);
    let (file, line) = source(span);
    format!(
        "{{\"name\":{},\"description\":{},\"file\":{},\"line\":{line},\"hidden\":{hidden}}}\n",
        json(name),
        json(&description),
        json(&file)
    )
}

/// The doc comment without the blank that follows `///`.
fn description(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .map(|line| {
            line.strip_prefix(' ')
                .unwrap_or(&line)
                .trim_end()
                .to_owned()
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

/// File, relative to the author's crate where it lies in it, and line.
fn source(span: Span) -> (String, usize) {
    if !proc_macro::is_available() {
        return (String::new(), 0);
    }
    let span = span.unwrap();
    let file = PathBuf::from(span.file());
    let absolute = std::env::current_dir().unwrap_or_default().join(&file);
    let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let relative = absolute.strip_prefix(Path::new(&root)).unwrap_or(&file);
    (relative.to_string_lossy().replace('\\', "/"), span.line())
}

/// A JSON string.
fn json(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            character if character.is_control() => {
                quoted.extend(format!("\\u{:04x}", u32::from(character)).chars());
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(function: TokenStream) -> String {
        let function = syn::parse2(function).unwrap();
        module(TokenStream::new(), &function)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn names_lose_the_prefix_and_get_dashes() {
        let name = |function: &str| workflow_name(&Ident::new(function, Span::call_site()));
        assert_eq!(name("workflow_simple_test").unwrap(), "simple-test");
        assert_eq!(name("workflow_2pc").unwrap(), "2pc");
        assert!(name("workflow_").is_err());
        assert!(name("workflow_a__b").is_err());
        assert!(name("workflow_Abc").is_err());
    }

    #[test]
    fn wrong_functions_are_explained() {
        let wrong_name = quote! { fn simple_test(c: Composition) -> Result<(), Error> {} };
        assert!(message(wrong_name).contains("begins with `workflow_`"));
        let no_result = quote! { fn workflow_a(c: Composition) {} };
        assert_eq!(message(no_result), WANTED);
        let no_parameter = quote! { fn workflow_a() -> Result<(), Error> {} };
        assert_eq!(message(no_parameter), WANTED);
        let too_many =
            quote! { fn workflow_a(c: Composition, b: Vec<String>, d: u8) -> Result<(), Error> {} };
        assert_eq!(message(too_many), WANTED);
        let asynchronous = quote! { async fn workflow_a(c: Composition) -> Result<(), Error> {} };
        assert!(message(asynchronous).contains("async"));
        let generic = quote! { fn workflow_a<T>(c: T) -> Result<(), Error> {} };
        assert!(message(generic).contains("generic"));
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(hidden(quote! { hidden }).unwrap());
        assert!(!hidden(TokenStream::new()).unwrap());
        assert!(hidden(quote! { secret }).is_err());
        assert!(hidden(quote! { name = "x" }).is_err());
    }

    #[test]
    fn the_section_is_one_json_line_whatever_the_comment_holds() {
        let function: ItemFn = syn::parse2(quote! {
            /// Says "hi".
            ///
            /// Twice.
            fn workflow_a() {}
        })
        .unwrap();
        assert_eq!(
            section_line("a", &function.attrs, Span::call_site(), true),
            "{\"name\":\"a\",\"description\":\"Says \\\"hi\\\".\\n\\nTwice.\",\
             \"file\":\"\",\"line\":0,\"hidden\":true}\n"
        );
    }
}
