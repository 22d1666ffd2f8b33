//! Owner entry, user entry and the encrypted content of object 4, in hexadecimal.

/// An empty user password.
pub const OPEN: [&str; 3] = [
    "9f6c3340964b30f4587dca87f54d7cdc3946728672adb99e82eba35d6431b116",
    "7105068f1ffc6b5893035b83a8de51706d803828186d78cf7530497dc19b6546",
    "57a9603c1907253ece28017fa2a939fa19c32359d9e7a762b7e24103107f037b6b21",
];

/// The user password is "mat khau".
pub const CLOSED: [&str; 3] = [
    "dab2093eb356dbc014c2ca8f44c2f79573683c665d3f861683c90a15d00ae6ec",
    "c9dc55888dc7b2e5b04fcc2d832bf8e36d22aca9214d71977aa0469f7e62e4f6",
    "270d39a9a990b6b77b6625b6eae7789918bbe7d8c1b845617f95a336625fdd54f39b",
];
