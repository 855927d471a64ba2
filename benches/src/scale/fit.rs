//! How a cost grows.

/// A cost at each of several sizes.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) points: Vec<(f64, f64)>,
}

/// A straight line through a series, by least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) start: f64,
    pub(crate) slope: f64,
    /// 1 if all points are on the line.
    pub(crate) r_squared: f64,
}

impl Series {
    pub(crate) fn line(&self) -> Line {
        fit(&self.points)
    }

    /// `k` if the cost grows like `size^k`: a cost of which a part is the same at every size has less than 1.
    pub(crate) fn exponent(&self) -> f64 {
        let logarithms: Vec<(f64, f64)> = self.points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
        fit(&logarithms).slope
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are few points")]
fn fit(points: &[(f64, f64)]) -> Line {
    let count = points.len() as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let sum = |term: &dyn Fn(f64, f64) -> f64| {
        points.iter().map(|point| term(point.0 - x, point.1 - y)).sum::<f64>()
    };
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    let slope = xy / xx;
    // A cost that is always the same is on a line.
    let r_squared = if yy == 0.0 { 1.0 } else { xy * xy / (xx * yy) };
    Line { start: y - slope * x, slope, r_squared }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(cost: fn(f64) -> f64) -> Series {
        Series { name: "", points: [1.0, 10.0, 100.0, 200.0].map(|x| (x, cost(x))).to_vec() }
    }

    #[test]
    fn a_line_is_found() {
        let line = series(|x| 5.0 + 2.0 * x).line();
        assert!((line.start - 5.0).abs() < 1e-9 && (line.slope - 2.0).abs() < 1e-9, "{line:?}");
        assert!((line.r_squared - 1.0).abs() < 1e-9, "{line:?}");
        assert!(series(|x| x * x).line().r_squared < 0.96);
    }

    #[test]
    fn an_exponent_is_found() {
        assert!((series(|x| 3.0 * x).exponent() - 1.0).abs() < 1e-9);
        assert!((series(|x| x * x).exponent() - 2.0).abs() < 1e-9);
        assert!(series(|x| 100.0 + x).exponent() < 0.5);
    }
}
