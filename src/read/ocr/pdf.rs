//! The picture of a PDF page: the scan itself where one image is the page, else the page as it would be printed.

use super::picture::MOST_PIXELS;
use super::prepare::DPI;
use super::raster::{Affine, Gray, Picture};
use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, InterpreterSettings, LumaData, SoftMask, TransformExt, interpret_page,
};
use hayro::kurbo::{self, BezPath, Rect, Shape};
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_syntax::page::Page;
use image::{DynamicImage, RgbImage};

/// What is to be read of a page.
#[derive(Debug)]
pub(super) struct PageScan {
    pub picture: Picture,
    /// Pixels an inch, across and down.
    pub dpi: (f32, f32),
    /// From pixels to points of the page as it is shown.
    pub map: Affine,
}

/// The least share of a page that its scan covers.
const COVERED: f64 = 0.8;
/// What is laid over a scan and covers less of the page than this is a seal or a signature, not its text.
const SMALL: f64 = 0.12;

/// The picture of a page; `None` for one without extent, or with images beyond all measure. Glyphs laid over a scan do not
/// count where the text layer tells what they say.
pub(super) fn scan(page: &Page<'_>, keeps_layer: bool) -> Option<PageScan> {
    let (width, height) = page.render_dimensions();
    if !(4.0..14_400.0).contains(&width) || !(4.0..14_400.0).contains(&height) {
        return None;
    }
    let mut survey =
        Survey { extent: Rect::new(0.0, 0.0, width.into(), height.into()), keeps_layer, ..Survey::default() };
    run(page, &mut survey);
    if survey.most_pixels > MOST_PIXELS {
        return None;
    }
    let native = survey.scan.filter(|scan| scan.is_upright() && !survey.is_drawn_over);
    native
        .and_then(|scan| taken(page, &scan))
        .map(|(picture, map)| {
            let dpi = ((72.0 / map.a) as f32, (72.0 / map.d) as f32);
            PageScan { picture, dpi, map }
        })
        .or_else(|| rendered(page, width, height, survey.scan))
}

fn run<'a>(page: &'a Page<'a>, device: &mut impl Device<'a>) {
    let (width, height) = page.render_dimensions();
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, width.into(), height.into()),
        &InterpreterCache::new(),
        page.xref(),
        InterpreterSettings::default(),
    );
    interpret_page(page, &mut context, device);
}

/// An image that covers the page.
#[derive(Debug, Clone, Copy)]
struct Covering {
    /// Which of the images drawn.
    index: usize,
    transform: kurbo::Affine,
}

impl Covering {
    fn is_upright(&self) -> bool {
        let [a, b, c, d, _, _] = self.transform.as_coeffs();
        a > 0.0 && d > 0.0 && b.abs() < a * 1e-3 && c.abs() < d * 1e-3
    }
}

/// Sees what is drawn on a page, and draws nothing.
#[derive(Debug, Default)]
struct Survey {
    extent: Rect,
    images: usize,
    most_pixels: u64,
    scan: Option<Covering>,
    is_drawn_over: bool,
    keeps_layer: bool,
}

impl Survey {
    /// Something is drawn here; it counts where a scan lies below it.
    fn see(&mut self, place: Rect) {
        let place = place.intersect(self.extent);
        self.is_drawn_over |= self.scan.is_some() && place.area() > self.extent.area() * SMALL;
    }
}

impl<'a> Device<'a> for Survey {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if !matches!(mode, DrawMode::Invisible) {
            self.see(props.transform.transform_rect_bbox(path.bounding_box()));
        }
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        self.is_drawn_over |=
            self.scan.is_some() && !self.keeps_layer && !matches!(mode, DrawMode::Invisible);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let index = self.images;
        self.images += 1;
        let pixels = Rect::new(0.0, 0.0, image.width().into(), image.height().into());
        self.most_pixels = self.most_pixels.max(u64::from(image.width()) * u64::from(image.height()));
        let place = props.transform.transform_rect_bbox(pixels);
        let covers = place.intersect(self.extent).area() >= self.extent.area() * COVERED;
        if covers && matches!(image, Image::Raster(_)) && props.blend_mode == BlendMode::Normal {
            // What lay below is covered.
            self.scan = Some(Covering { index, transform: props.transform });
            self.is_drawn_over = false;
        } else {
            self.see(place);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Takes the pixels of one image of a page.
#[derive(Default)]
struct Taker {
    wanted: usize,
    images: usize,
    taken: Option<(Picture, (f32, f32))>,
}

impl<'a> Device<'a> for Taker {
    fn draw_image(&mut self, image: Image<'a, '_>, _: ImageDrawProps<'a>) {
        let index = self.images;
        self.images += 1;
        if let (true, Image::Raster(raster)) = (index == self.wanted, image) {
            raster.with_rgba(|data, alpha| self.taken = picture(data, alpha), None);
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The pixels with their factors to the size that the page states. Images that one sees through are left to the renderer.
fn picture(data: ImageData, alpha: Option<LumaData>) -> Option<(Picture, (f32, f32))> {
    if alpha.is_some() {
        return None;
    }
    let (width, height) = (data.width() as usize, data.height() as usize);
    let factors = data.scale_factors();
    let picture = match data {
        ImageData::Rgb(rgb) => Picture::Color { width, height, data: rgb.data },
        ImageData::Luma(luma) => Picture::Gray(Gray { width, height, data: luma.data }),
    };
    Some((picture, factors))
}

fn taken(page: &Page<'_>, scan: &Covering) -> Option<(Picture, Affine)> {
    let mut taker = Taker { wanted: scan.index, ..Taker::default() };
    run(page, &mut taker);
    let (picture, (x, y)) = taker.taken?;
    let [a, _, _, d, e, f] = scan.transform.as_coeffs();
    let map = Affine { a: a * f64::from(x), b: 0.0, c: 0.0, d: d * f64::from(y), e, f };
    // A page with a picture of a few pixels is no scan.
    let enough = (40.0..1_300.0).contains(&(72.0 / map.a)) && (40.0..1_300.0).contains(&(72.0 / map.d));
    enough.then_some((picture, map))
}

/// The page drawn at the resolution of its scan, or the engine's.
fn rendered(page: &Page<'_>, width: f32, height: f32, scan: Option<Covering>) -> Option<PageScan> {
    let native = scan.filter(Covering::is_upright).map(|scan| (1.0 / scan.transform.as_coeffs()[0]) as f32);
    let scale = native.filter(|scale| (2.0..6.0).contains(scale)).unwrap_or(DPI / 72.0);
    let most = (32_000.0 / width.max(height)).min((MOST_PIXELS as f32 / (width * height)).sqrt());
    let scale = scale.min(most);
    let pixmap = pixels(page, scale);
    let (across, down) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
    let data = pixmap.data_as_u8_slice().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    Some(PageScan {
        picture: Picture::Color { width: across, height: down, data },
        dpi: (scale * 72.0, scale * 72.0),
        map: Affine::scale(f64::from(scale).recip(), f64::from(scale).recip()),
    })
}

fn pixels(page: &Page<'_>, scale: f32) -> Pixmap {
    hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings { hinting: false, ..RenderSettings::default() },
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    )
}

/// The page as it would be printed, so many pixels a point; `None` for one with images beyond all measure.
pub(in crate::read) fn drawn(page: &Page<'_>, scale: f32) -> Option<DynamicImage> {
    let (width, height) = page.render_dimensions();
    let mut survey = Survey { extent: Rect::new(0.0, 0.0, width.into(), height.into()), ..Survey::default() };
    run(page, &mut survey);
    if survey.most_pixels > MOST_PIXELS {
        return None;
    }
    let pixmap = pixels(page, scale);
    let data = pixmap.data_as_u8_slice().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    RgbImage::from_raw(pixmap.width().into(), pixmap.height().into(), data).map(DynamicImage::from)
}
