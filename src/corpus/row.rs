//! Rows of tables as structs whose fields are the columns.

/// A struct of columns: `alias` is what the table is called in a query of one's own.
macro_rules! row {
    (
        $(#[$about:meta])* struct $type:ident of $alias:literal {
            $(#[$first_doc:meta])* $first:ident: $first_type:ty,
            $($(#[$doc:meta])* $name:ident: $kind:ty,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
        pub struct $type {
            $(#[$first_doc])* pub $first: $first_type,
            $($(#[$doc])* pub $name: $kind,)+
        }

        impl $type {
            #[doc = concat!("The columns, for a query of one's own over a table named `", $alias, "`.")]
            pub const COLUMNS: &'static str =
                concat!($alias, ".", stringify!($first), $(", ", $alias, ".", stringify!($name)),+);

            /// Reads [`Self::COLUMNS`], which stand first in the row.
            ///
            /// # Errors
            /// A column of another type.
            pub fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<$type> {
                Self::from_columns(row, 0)
            }

            /// Reads [`Self::COLUMNS`], of which the first is the one with this number, from 0.
            ///
            /// # Errors
            /// A column of another type.
            pub fn from_columns(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<$type> {
                let mut column = first;
                let mut next = || { column += 1; column };
                Ok($type { $first: row.get(first)?, $($name: row.get(next())?),+ })
            }
        }
    };
}

pub(super) use row;
