//! Tesseract 5, loaded at run time: the one module of this crate with `unsafe`.
//!
//! The C interface of `capi.h` is looked up by name in the system's library, so that building needs no Tesseract. What
//! makes it sound: the library is never unloaded; a function is called with the types that `capi.h` of Tesseract 5
//! declares; every pointer that goes in lives through the call (images are copied by the library), every one that
//! comes out is checked for null and read before the next call; an engine is used by one thread at a time (`&mut`).

#![allow(unsafe_code)]

use super::raster::{Area, Gray};
use libloading::Library;
use std::ffi::{CStr, c_char, c_float, c_int, c_void};
use std::ptr::null_mut;
use std::sync::{Mutex, OnceLock, PoisonError};

/// File names of the library, by the systems that name it so.
const NAMES: &[&str] =
    &["libtesseract.so.5", "libtesseract.5.dylib", "tesseract55.dll", "libtesseract-5.dll"];

const LANGUAGE: &CStr = c"vie";

/// How the library looks for text in an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segmentation {
    /// Blocks and columns of a whole page.
    Page = 3,
    /// Lines of one column.
    Block = 6,
    Line = 7,
}

/// A word as the library saw it; boxes in pixels of the image.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: String,
    pub area: Area,
    /// In percent.
    pub confidence: f32,
    /// The height of the baseline below the middle of the word.
    pub baseline: f32,
    /// The size of the row's letters, in points of the resolution that was stated.
    pub size: f32,
}

impl Word {
    /// How many letters and digits it has.
    pub(super) fn letters(&self) -> u64 {
        self.text.chars().filter(|c| c.is_alphanumeric()).count() as u64
    }
}

/// Why there is no engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Missing {
    Library,
    /// The library is there, its data of Vietnamese not.
    Language,
}

type Handle = *mut c_void;

macro_rules! functions {
    ($($field:ident = $symbol:literal: fn($($argument:ty),*) $(-> $result:ty)?;)*) => {
        /// The functions of `capi.h` that are used.
        struct Functions {
            $($field: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
            /// Of the OpenMP runtime that the library may be linked with.
            set_max_active_levels: Option<unsafe extern "C" fn(c_int)>,
        }

        impl Functions {
            fn of(library: &'static Library) -> Option<Functions> {
                // SAFETY: the types are those of the declarations in capi.h of Tesseract 5 and in omp.h.
                unsafe {
                    Some(Functions {
                        $($field: *library.get($symbol).ok()?,)*
                        set_max_active_levels: library.get(c"omp_set_max_active_levels").ok().map(|found| *found),
                    })
                }
            }
        }
    };
}

functions! {
    version = c"TessVersion": fn() -> *const c_char;
    create = c"TessBaseAPICreate": fn() -> Handle;
    delete = c"TessBaseAPIDelete": fn(Handle);
    init = c"TessBaseAPIInit2": fn(Handle, *const c_char, *const c_char, c_int) -> c_int;
    set_variable = c"TessBaseAPISetVariable": fn(Handle, *const c_char, *const c_char) -> c_int;
    set_mode = c"TessBaseAPISetPageSegMode": fn(Handle, c_int);
    set_image = c"TessBaseAPISetImage": fn(Handle, *const u8, c_int, c_int, c_int, c_int);
    set_resolution = c"TessBaseAPISetSourceResolution": fn(Handle, c_int);
    set_rectangle = c"TessBaseAPISetRectangle": fn(Handle, c_int, c_int, c_int, c_int);
    recognize = c"TessBaseAPIRecognize": fn(Handle, *mut c_void) -> c_int;
    iterator = c"TessBaseAPIGetIterator": fn(Handle) -> *mut c_void;
    clear = c"TessBaseAPIClear": fn(Handle);
    delete_iterator = c"TessResultIteratorDelete": fn(*mut c_void);
    page_iterator = c"TessResultIteratorGetPageIterator": fn(*mut c_void) -> *mut c_void;
    next = c"TessResultIteratorNext": fn(*mut c_void, c_int) -> c_int;
    text = c"TessResultIteratorGetUTF8Text": fn(*const c_void, c_int) -> *mut c_char;
    delete_text = c"TessDeleteText": fn(*const c_char);
    confidence = c"TessResultIteratorConfidence": fn(*const c_void, c_int) -> c_float;
    font_attributes = c"TessResultIteratorWordFontAttributes":
        fn(*const c_void, *mut c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int)
            -> *const c_char;
    bounding_box = c"TessPageIteratorBoundingBox":
        fn(*const c_void, c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int) -> c_int;
    baseline = c"TessPageIteratorBaseline":
        fn(*const c_void, c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int) -> c_int;
    monitor = c"TessMonitorCreate": fn() -> *mut c_void;
    delete_monitor = c"TessMonitorDelete": fn(*mut c_void);
    set_deadline = c"TessMonitorSetDeadlineMSecs": fn(*mut c_void, c_int);
}

/// `TessPageIteratorLevel`.
const RIL_WORD: c_int = 3;
/// `TessOcrEngineMode`: the neural network alone.
const OEM_LSTM_ONLY: c_int = 1;

static FUNCTIONS: OnceLock<Option<Functions>> = OnceLock::new();

fn functions() -> Option<&'static Functions> {
    let load = || {
        // SAFETY: the library's initializers set up its own globals, and it is never unloaded.
        let library = NAMES.iter().find_map(|&name| unsafe { Library::new(name) }.ok())?;
        Functions::of(Box::leak(Box::new(library)))
    };
    FUNCTIONS.get_or_init(load).as_ref()
}

/// The version of the library, "5.3.0"; `None` where there is none.
pub(super) fn version() -> Option<String> {
    let functions = functions()?;
    // SAFETY: takes nothing and returns a static string.
    let version = unsafe { (functions.version)() };
    // SAFETY: a C string that the library keeps for ever.
    (!version.is_null()).then(|| unsafe { CStr::from_ptr(version) }.to_string_lossy().into_owned())
}

/// One engine with the data of Vietnamese loaded.
#[derive(Debug)]
pub(super) struct Engine {
    functions: &'static Functions,
    handle: Handle,
    has_image: bool,
}

impl std::fmt::Debug for Functions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Functions")
    }
}

// SAFETY: an instance of the library has no ties to the thread that made it; `&mut self` keeps it to one at a time.
unsafe impl Send for Engine {}

/// Making and ending an engine touches globals of the library.
static MAKING: Mutex<()> = Mutex::new(());

impl Engine {
    pub(super) fn new() -> Result<Engine, Missing> {
        let functions = functions().ok_or(Missing::Library)?;
        let _alone = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: takes nothing; null is checked.
        let handle = unsafe { (functions.create)() };
        if handle.is_null() {
            return Err(Missing::Library);
        }
        let mut engine = Engine { functions, handle, has_image: false };
        // The library talks on stderr of what it finds.
        engine.set(c"debug_file", if cfg!(windows) { c"nul" } else { c"/dev/null" });
        // SAFETY: a live handle; a null path asks for the system's data; the strings are static.
        let failed = unsafe {
            (functions.init)(engine.handle, std::ptr::null(), LANGUAGE.as_ptr(), OEM_LSTM_ONLY) != 0
        };
        if failed {
            // Its drop takes no lock.
            return Err(Missing::Language);
        }
        Ok(engine)
    }

    fn set(&mut self, name: &CStr, value: &CStr) {
        // SAFETY: a live handle and C strings that live through the call. An unknown name is refused by the result.
        unsafe { (self.functions.set_variable)(self.handle, name.as_ptr(), value.as_ptr()) };
    }

    /// Takes the image that [`Self::recognize`] reads; `dpi` is its resolution.
    pub(super) fn show(&mut self, image: &Gray, dpi: u32) {
        let Gray { width, height, ref data } = *image;
        self.has_image = width > 0 && height > 0 && width <= 32_000 && height <= 32_000;
        if !self.has_image || data.len() < width * height {
            self.has_image = false;
            return;
        }
        if let Some(set_max_active_levels) = self.functions.set_max_active_levels {
            // SAFETY: a function of the OpenMP runtime; it holds for this thread. Pages are read in parallel, so that
            // the library's own threads would only be in the way.
            unsafe { set_max_active_levels(0) };
        }
        // SAFETY: a live handle; `data` has `height` rows of `width` bytes (checked above), which the call copies.
        unsafe {
            (self.functions.set_image)(
                self.handle,
                data.as_ptr(),
                width as c_int,
                height as c_int,
                1,
                width as c_int,
            );
            (self.functions.set_resolution)(self.handle, dpi.clamp(70, 1200) as c_int);
        }
    }

    /// The words of a part of the image, in the library's reading order; none after the time in milliseconds.
    pub(super) fn recognize(&mut self, area: Area, mode: Segmentation, limit: u32) -> Vec<Word> {
        if !self.has_image || area.width() == 0 || area.height() == 0 {
            return Vec::new();
        }
        // SAFETY: a live handle with an image; the library clips the rectangle to it. The monitor and the iterator are
        // deleted behind their last use, the iterator before anything else is asked of the engine.
        unsafe {
            (self.functions.set_mode)(self.handle, mode as c_int);
            (self.functions.set_rectangle)(
                self.handle,
                area.left as c_int,
                area.top as c_int,
                area.width() as c_int,
                area.height() as c_int,
            );
            let monitor = (self.functions.monitor)();
            if !monitor.is_null() {
                (self.functions.set_deadline)(monitor, limit.min(i32::MAX as u32) as c_int);
            }
            let failed = (self.functions.recognize)(self.handle, monitor) != 0;
            let iterator = if failed { null_mut() } else { (self.functions.iterator)(self.handle) };
            let words = if iterator.is_null() { Vec::new() } else { self.words(iterator) };
            if !iterator.is_null() {
                (self.functions.delete_iterator)(iterator);
            }
            if !monitor.is_null() {
                (self.functions.delete_monitor)(monitor);
            }
            words
        }
    }

    /// Frees the image and what was recognized; the data of the language stays.
    pub(super) fn clear(&mut self) {
        self.has_image = false;
        // SAFETY: a live handle.
        unsafe { (self.functions.clear)(self.handle) };
    }

    /// # Safety
    /// `iterator` comes from this engine's last recognition and stands at its beginning.
    unsafe fn words(&self, iterator: *mut c_void) -> Vec<Word> {
        let mut words = Vec::new();
        loop {
            // SAFETY: the iterator is live; the page iterator is a view of it and not to be deleted.
            let word = unsafe { self.word(iterator, (self.functions.page_iterator)(iterator)) };
            words.extend(word);
            // SAFETY: the iterator is live.
            if unsafe { (self.functions.next)(iterator, RIL_WORD) } == 0 {
                return words;
            }
        }
    }

    /// # Safety
    /// Both are live and stand at the same word.
    unsafe fn word(&self, iterator: *mut c_void, place: *const c_void) -> Option<Word> {
        let [mut left, mut top, mut right, mut bottom] = [0; 4];
        let [mut x1, mut y1, mut x2, mut y2] = [0; 4];
        let [mut bold, mut italic, mut underlined, mut monospace] = [0; 4];
        let [mut serif, mut small_capitals, mut size, mut font] = [0; 4];
        // SAFETY: live iterators, and places for the results that live through the calls. The text is null or a C
        // string that is the caller's to delete.
        unsafe {
            let text = (self.functions.text)(iterator, RIL_WORD);
            if text.is_null() {
                return None;
            }
            let owned = CStr::from_ptr(text).to_string_lossy().trim().to_owned();
            (self.functions.delete_text)(text);
            let boxed =
                (self.functions.bounding_box)(place, RIL_WORD, &mut left, &mut top, &mut right, &mut bottom);
            if boxed == 0 || owned.is_empty() || right <= left || bottom <= top || left < 0 || top < 0 {
                return None;
            }
            let lined = (self.functions.baseline)(place, RIL_WORD, &mut x1, &mut y1, &mut x2, &mut y2) != 0;
            (self.functions.font_attributes)(
                iterator,
                &mut bold,
                &mut italic,
                &mut underlined,
                &mut monospace,
                &mut serif,
                &mut small_capitals,
                &mut size,
                &mut font,
            );
            Some(Word {
                text: owned,
                area: Area {
                    left: left as usize,
                    top: top as usize,
                    right: right as usize,
                    bottom: bottom as usize,
                },
                confidence: (self.functions.confidence)(iterator, RIL_WORD).clamp(0.0, 100.0),
                baseline: if lined { (y1 + y2) as f32 / 2.0 } else { bottom as f32 },
                size: size.max(0) as f32,
            })
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // SAFETY: a live handle, used by nobody afterwards.
        unsafe { (self.functions.delete)(self.handle) };
    }
}
