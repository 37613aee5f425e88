/*
 * The part of SSIMULACRA2 that touches every pixel, row by row: two pictures in, the 18 averages of each scale out.
 *
 * The metric is Jon Sneyers' (Cloudinary, 2022/2023): XYB colours at six scales, SSIM and two edge maps, each averaged in
 * two norms. Python weighs the averages (see weights.py). Rows go through all scales as they come, so memory grows
 * with the width and not with the height: about 2.5 kB for each pixel of the width.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

#ifndef METER_SOURCE
#define METER_SOURCE ""     /* the build gives the SHA-256 of this folder's C */
#endif

#define SCALES 6
#define RADIUS 4            /* the reference's Gaussian of sigma 1.5 ends after 4 pixels */
#define TAPS (2 * RADIUS + 1)
#define BLURRED 4           /* a, b, a*a + b*b, (a - b)^2 */
#define AVERAGES 18         /* for each channel: SSIM, artefacts, lost detail, each as mean and as mean 4th power */
#define SMALLEST 8          /* what is below 8 pixels a side is not halved again */
#define LARGEST 1000000     /* pixels a side; keeps every size far below what size_t holds */

/*
 * A copy for processors with AVX-512, one for those with AVX2, one for all others; chosen when the library is loaded, by
 * what a processor can and not by its name: "arch=haswell" would be for Haswells alone.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
#if __GNUC__ >= 12
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#endif
#else
#define FOR_EACH_PROCESSOR
#endif
/*
 * Whether the weights of the reference use a channel (X, Y, B) at a scale. What is left out weighs less than a thousandth
 * of a point together; at full size, that is two thirds of the work.
 */
static const uint8_t USED[SCALES][CHANNELS] = {{0, 1, 0}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 0, 1}};

typedef struct {
    int width, height;
    const uint8_t *used;          /* row of USED */
    int pushed, done;             /* rows that came in, rows that were measured */
    int waiting;                  /* an upper row waits for its lower one */
    float *upper[2];              /* that row of both pictures, linear RGB in planes */
    float *halved[2];             /* the row for the next scale */
    float *padded[2];             /* one channel of both pictures, with RADIUS zeros on each side */
    float *product;               /* products of the above, padded as well */
    float *centre;                /* ring of TAPS rows: [slot][channel][picture][x] */
    float *blurred;               /* ring of TAPS rows: [slot][channel][quantity][x] */
    float *column;                /* one row blurred both ways: [quantity][x] */
    float *nothing;               /* zeros: the row beyond an edge */
    double sums[AVERAGES];
} Scale;

typedef struct {
    int count;
    float kernel[RADIUS + 1];
    float linear[256];
    float *row[2];
    Scale scale[SCALES];
} Meter;

const char *meter_source(void) { return METER_SOURCE; }

INLINE void measure_row(const Meter *meter, Scale *s)
{
    int n = s->width, y = s->done++;
    for (int c = 0; c < CHANNELS; c++) {
        if (!s->used[c])
            continue;
        for (int q = 0; q < BLURRED; q++) {
            const float *rows[TAPS];
            for (int t = 0; t < TAPS; t++) {
                int row = y + t - RADIUS, is_inside = row >= 0 && row < s->height;
                size_t place = ((size_t)(row % TAPS * CHANNELS + c) * BLURRED + q) * n;
                rows[t] = is_inside ? s->blurred + place : s->nothing;
            }
            blur_column(meter->kernel, rows, s->column + (size_t)q * n, n);
        }
        const float *centre = s->centre + (size_t)((y % TAPS) * CHANNELS + c) * 2 * n;
        measure(centre, centre + n, s->column, n, s->sums + c * 6);
    }
}

INLINE void take_row(const Meter *meter, Scale *s, float *const rows[2])
{
    int n = s->width, slot = s->pushed++ % TAPS;
    float *centre = s->centre + (size_t)slot * CHANNELS * 2 * n;
    for (int p = 0; p < 2; p++) {
        float *x = centre + (size_t)p * n, *luma = centre + (size_t)(2 + p) * n, *b = centre + (size_t)(4 + p) * n;
        if (s->used[0] || s->used[2])
            to_xyb(rows[p], x, luma, b, n);
        else
            to_luma(rows[p], luma, n);
    }
    for (int c = 0; c < CHANNELS; c++) {
        if (!s->used[c])
            continue;
        float *out = s->blurred + (size_t)(slot * CHANNELS + c) * BLURRED * n;
        float *restrict a = s->padded[0] + RADIUS, *restrict b = s->padded[1] + RADIUS;
        float *restrict product = s->product + RADIUS;
        memcpy(a, centre + (size_t)c * 2 * n, n * sizeof(float));
        memcpy(b, centre + (size_t)(c * 2 + 1) * n, n * sizeof(float));
        blur_row(meter->kernel, a, out, n);
        blur_row(meter->kernel, b, out + n, n);
        for (int i = 0; i < n; i++)
            product[i] = a[i] * a[i] + b[i] * b[i];
        blur_row(meter->kernel, product, out + 2 * (size_t)n, n);
        for (int i = 0; i < n; i++)
            product[i] = (a[i] - b[i]) * (a[i] - b[i]);
        blur_row(meter->kernel, product, out + 3 * (size_t)n, n);
    }
    if (s->pushed > RADIUS)
        measure_row(meter, s);
}

/* A row of linear RGB enters at `first` and, halved, the scales behind it. */
INLINE void push(Meter *meter, int first, float *const rows[2])
{
    float *now[2] = {rows[0], rows[1]};
    for (int at = first; at < meter->count; at++) {
        Scale *s = &meter->scale[at];
        take_row(meter, s, now);
        if (at + 1 == meter->count)
            return;
        size_t octets = (size_t)s->width * CHANNELS * sizeof(float);
        if (!s->waiting && s->pushed < s->height) {
            for (int p = 0; p < 2; p++)
                memcpy(s->upper[p], now[p], octets);
            s->waiting = 1;
            return;
        }
        for (int p = 0; p < 2; p++) {
            halve(s->waiting ? s->upper[p] : now[p], now[p], s->halved[p], s->width);
            now[p] = s->halved[p];
        }
        s->waiting = 0;
    }
}

/* Rows beyond the height that was announced are ignored: the rings have no place for them. */
FOR_EACH_PROCESSOR
void meter_push(Meter *meter, const uint8_t *a, const uint8_t *b, int rows)
{
    int n = meter->scale[0].width;
    const uint8_t *in[2] = {a, b};
    for (int y = 0; y < rows && meter->scale[0].pushed < meter->scale[0].height; y++) {
        for (int p = 0; p < 2; p++) {
            float *restrict red = meter->row[p], *restrict green = red + n, *restrict blue = green + n;
            const uint8_t *restrict pixel = in[p] + (size_t)y * n * CHANNELS;
            for (int i = 0; i < n; i++) {
                red[i] = meter->linear[pixel[3 * i]];
                green[i] = meter->linear[pixel[3 * i + 1]];
                blue[i] = meter->linear[pixel[3 * i + 2]];
            }
        }
        push(meter, 0, meter->row);
    }
}

/* Measures what still waits for rows below, and writes the sums of each scale divided by its pixels. */
FOR_EACH_PROCESSOR
int meter_finish(Meter *meter, double *averages)
{
    for (int at = 0; at < meter->count; at++) {
        Scale *s = &meter->scale[at];
        while (s->done < s->height && s->pushed == s->height)
            measure_row(meter, s);
        for (int i = 0; i < AVERAGES; i++)
            averages[at * AVERAGES + i] = s->sums[i] / ((double)s->width * s->height);
    }
    return meter->count;
}

void meter_free(Meter *meter)
{
    if (!meter)
        return;
    for (int at = 0; at < SCALES; at++) {
        Scale *s = &meter->scale[at];
        for (int p = 0; p < 2; p++) {
            free(s->upper[p]);
            free(s->halved[p]);
            free(s->padded[p]);
        }
        free(s->product);
        free(s->centre);
        free(s->blurred);
        free(s->column);
        free(s->nothing);
    }
    free(meter->row[0]);
    free(meter->row[1]);
    free(meter);
}

static float *floats(size_t count, int *failed)
{
    float *made = calloc(count, sizeof(float));
    if (!made)
        *failed = 1;
    return made;
}

/*
 * `kernel` holds RADIUS + 1 weights from the middle outwards, `linear` the 256 values of sRGB's transfer curve.
 * NULL where a side is below SMALLEST or above LARGEST, or where there is no memory.
 */
Meter *meter_new(int width, int height, const float *kernel, const float *linear)
{
    if (width < SMALLEST || height < SMALLEST || width > LARGEST || height > LARGEST)
        return NULL;
    Meter *meter = calloc(1, sizeof(Meter));
    int failed = 0;
    if (!meter)
        return NULL;
    memcpy(meter->kernel, kernel, sizeof(meter->kernel));
    memcpy(meter->linear, linear, sizeof(meter->linear));
    for (int p = 0; p < 2; p++)
        meter->row[p] = floats((size_t)width * CHANNELS, &failed);
    for (int may_halve = 1; meter->count < SCALES && may_halve;) {
        Scale *s = &meter->scale[meter->count];
        s->used = USED[meter->count++];
        size_t n = (size_t)width;
        s->width = width;
        s->height = height;
        for (int p = 0; p < 2; p++) {
            s->upper[p] = floats(n * CHANNELS, &failed);
            s->halved[p] = floats((n + 1) / 2 * CHANNELS, &failed);
            s->padded[p] = floats(n + 2 * RADIUS, &failed);
        }
        s->product = floats(n + 2 * RADIUS, &failed);
        s->centre = floats(n * TAPS * CHANNELS * 2, &failed);
        s->blurred = floats(n * TAPS * CHANNELS * BLURRED, &failed);
        s->column = floats(n * BLURRED, &failed);
        s->nothing = floats(n, &failed);
        may_halve = width >= SMALLEST && height >= SMALLEST;
        width = (width + 1) / 2;
        height = (height + 1) / 2;
    }
    if (failed) {
        meter_free(meter);
        return NULL;
    }
    return meter;
}
