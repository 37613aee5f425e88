/*
 * The part of SSIMULACRA2 that touches every pixel, row by row: two pictures in, the 18 averages of each scale out.
 *
 * The metric is Jon Sneyers' (Cloudinary, 2022/2023): XYB colours at six scales, SSIM and two edge maps, each averaged in
 * two norms. Python weighs the averages (see weights.py). Rows go through all scales as they come, so memory grows
 * with the width and not with the height: about 1.6 kB for each pixel of the width.
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
#define ROWS (2 * RADIUS + 2)   /* that two rows are measured from */
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
    float *centre;                /* ring of ROWS rows: [slot][channel][picture][x], with RADIUS zeros on each side */
    float *product;               /* products of two of them, padded as well */
    float *blurred;               /* ring of ROWS rows: [slot][channel][quantity][x] */
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

/* Where a channel's row of the first picture begins in the ring; the second's is `padded_width` behind it. */
INLINE size_t padded_width(const Scale *s) { return (size_t)s->width + 2 * RADIUS; }

INLINE float *centre_of(const Scale *s, int row, int channel)
{
    return s->centre + ((size_t)(row % ROWS) * CHANNELS + channel) * 2 * padded_width(s) + RADIUS;
}

INLINE float *blurred_of(const Scale *s, int row, int channel)
{
    return s->blurred + ((size_t)(row % ROWS) * CHANNELS + channel) * BLURRED * s->width;
}

/* The next two rows; at the end of an odd height, the last one. */
INLINE void measure_rows(const Meter *meter, Scale *s)
{
    int n = s->width, y = s->done, count = s->height - y < 2 ? 1 : 2;
    float blurred[2][BLURRED][PART];
    for (int c = 0; c < CHANNELS; c++) {
        if (!s->used[c])
            continue;
        for (int x = 0; x < n; x += PART) {
            int part = n - x < PART ? n - x : PART;
            for (int q = 0; q < BLURRED; q++) {
                const float *rows[ROWS];
                for (int t = 0; t < ROWS; t++) {
                    int row = y + t - RADIUS, is_inside = row >= 0 && row < s->height;
                    rows[t] = (is_inside ? blurred_of(s, row, c) + (size_t)q * n : s->nothing) + x;
                }
                blur_columns(meter->kernel, rows, blurred[0][q], blurred[1][q], part);
            }
            for (int row = 0; row < count; row++) {
                const float *centre = centre_of(s, y + row, c) + x;
                measure(centre, centre + padded_width(s), blurred[row], part, s->sums + c * 6);
            }
        }
    }
    s->done += count;
}

INLINE void take_row(const Meter *meter, Scale *s, float *const rows[2])
{
    int n = s->width, y = s->pushed++;
    size_t next = padded_width(s);
    for (int p = 0; p < 2; p++) {
        float *luma = centre_of(s, y, 1) + p * next;
        if (s->used[0] || s->used[2])
            to_xyb(rows[p], centre_of(s, y, 0) + p * next, luma, centre_of(s, y, 2) + p * next, n);
        else
            to_luma(rows[p], luma, n);
    }
    for (int c = 0; c < CHANNELS; c++) {
        if (!s->used[c])
            continue;
        const float *restrict a = centre_of(s, y, c), *restrict b = a + next;
        float *restrict out = blurred_of(s, y, c), *restrict product = s->product + RADIUS;
        blur_row(meter->kernel, a, out, n);
        blur_row(meter->kernel, b, out + n, n);
        for (int i = 0; i < n; i++)
            product[i] = a[i] * a[i] + b[i] * b[i];
        blur_row(meter->kernel, product, out + 2 * (size_t)n, n);
        for (int i = 0; i < n; i++)
            product[i] = (a[i] - b[i]) * (a[i] - b[i]);
        blur_row(meter->kernel, product, out + 3 * (size_t)n, n);
    }
    if (s->pushed - s->done == RADIUS + 2)
        measure_rows(meter, s);
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
        for (int p = 0; p < 2; p++)
            to_linear(meter->linear, in[p] + (size_t)y * n * CHANNELS, meter->row[p], n);
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
            measure_rows(meter, s);
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
        }
        free(s->product);
        free(s->centre);
        free(s->blurred);
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
        }
        s->product = floats(n + 2 * RADIUS, &failed);
        s->centre = floats((n + 2 * RADIUS) * ROWS * CHANNELS * 2, &failed);
        s->blurred = floats(n * ROWS * CHANNELS * BLURRED, &failed);
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
