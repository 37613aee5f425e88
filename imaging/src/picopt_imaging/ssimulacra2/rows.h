/*
 * What SSIMULACRA2 does to single rows of pixels: colours, blur, the three maps, and halving. Functions of values only, all
 * of them inlined into what `meter.c` compiles for each kind of processor.
 */
#ifndef METER_ROWS_H
#define METER_ROWS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CHANNELS 3
#define BLURRED 4           /* a, b, a*a + b*b, (a - b)^2 */
#define PART 512            /* columns that are measured at a time: few enough for the nearest cache */

#define INLINE static inline __attribute__((always_inline))

static const float C2 = 0.0009f;
static const float BIAS = 0.0037930732552754493f;
static const float BIAS_ROOT = 0.15595420054924863f;

/* A row of 8-bit sRGB to planes of linear RGB. Eight pixels are read before any is written, which lets reads overlap. */
INLINE void to_linear(const float *restrict linear, const uint8_t *restrict pixel, float *restrict rgb, int n)
{
    float *restrict red = rgb, *restrict green = rgb + n, *restrict blue = rgb + 2 * n;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        float r[8], g[8], b[8];
        for (int j = 0; j < 8; j++) {
            r[j] = linear[pixel[3 * (i + j)]];
            g[j] = linear[pixel[3 * (i + j) + 1]];
            b[j] = linear[pixel[3 * (i + j) + 2]];
        }
        memcpy(red + i, r, sizeof(r));
        memcpy(green + i, g, sizeof(g));
        memcpy(blue + i, b, sizeof(b));
    }
    for (; i < n; i++) {
        red[i] = linear[pixel[3 * i]];
        green[i] = linear[pixel[3 * i + 1]];
        blue[i] = linear[pixel[3 * i + 2]];
    }
}

INLINE float cube_root(float x)
{
    /*
     * x times the square of its inverse cube root: a first guess of that from the exponent, off by 4 % at most, and two
     * steps that cube what is left of the error, without a division. Exact to float precision.
     */
    int32_t bits;
    float inverse, off;
    memcpy(&bits, &x, 4);
    bits = 0x54a21d2a - (int32_t)((float)bits * (1.0f / 3.0f));
    memcpy(&inverse, &bits, 4);
    for (int step = 0; step < 2; step++) {
        off = 1.0f - x * inverse * inverse * inverse;
        inverse += inverse * off * (1.0f / 3.0f + 2.0f / 9.0f * off);
    }
    return x * inverse * inverse;
}

/* Linear RGB to XYB, all three made positive the way the metric wants them. */
INLINE void to_xyb(const float *restrict rgb, float *restrict x_out, float *restrict y_out, float *restrict b_out, int n)
{
    const float *restrict red = rgb, *restrict green = rgb + n, *restrict blue = rgb + 2 * n;
    for (int i = 0; i < n; i++) {
        float r = red[i], g = green[i], b = blue[i];
        float l = cube_root(0.30f * r + 0.622f * g + 0.078f * b + BIAS) - BIAS_ROOT;
        float m = cube_root(0.23f * r + 0.692f * g + 0.078f * b + BIAS) - BIAS_ROOT;
        float s = cube_root(0.24342268924547819f * r + 0.20476744424496821f * g + 0.55180986650955360f * b + BIAS)
                  - BIAS_ROOT;
        float luma = 0.5f * (l + m);
        x_out[i] = 0.5f * (l - m) * 14.0f + 0.42f;
        y_out[i] = luma + 0.01f;
        b_out[i] = s - luma + 0.55f;
    }
}

/* Y alone. */
INLINE void to_luma(const float *restrict rgb, float *restrict y_out, int n)
{
    const float *restrict red = rgb, *restrict green = rgb + n, *restrict blue = rgb + 2 * n;
    for (int i = 0; i < n; i++) {
        float r = red[i], g = green[i], b = blue[i];
        float l = cube_root(0.30f * r + 0.622f * g + 0.078f * b + BIAS) - BIAS_ROOT;
        float m = cube_root(0.23f * r + 0.692f * g + 0.078f * b + BIAS) - BIAS_ROOT;
        y_out[i] = 0.5f * (l + m) + 0.01f;
    }
}

/* `in` has RADIUS readable values on each side. */
INLINE void blur_row(const float *restrict k, const float *restrict in, float *restrict out, int n)
{
    for (int i = 0; i < n; i++)
        out[i] = k[0] * in[i] + k[1] * (in[i - 1] + in[i + 1]) + k[2] * (in[i - 2] + in[i + 2])
                 + k[3] * (in[i - 3] + in[i + 3]) + k[4] * (in[i - 4] + in[i + 4]);
}

/* Two rows at once, from the ten about them: most of them serve both. */
INLINE void blur_columns(const float *restrict k, const float *const *r, float *restrict upper, float *restrict lower, int n)
{
    const float *restrict r0 = r[0], *restrict r1 = r[1], *restrict r2 = r[2], *restrict r3 = r[3];
    const float *restrict r4 = r[4], *restrict r5 = r[5], *restrict r6 = r[6], *restrict r7 = r[7];
    const float *restrict r8 = r[8], *restrict r9 = r[9];
    for (int i = 0; i < n; i++) {
        upper[i] = k[0] * r4[i] + k[1] * (r3[i] + r5[i]) + k[2] * (r2[i] + r6[i]) + k[3] * (r1[i] + r7[i])
                   + k[4] * (r0[i] + r8[i]);
        lower[i] = k[0] * r5[i] + k[1] * (r4[i] + r6[i]) + k[2] * (r3[i] + r7[i]) + k[3] * (r2[i] + r8[i])
                   + k[4] * (r1[i] + r9[i]);
    }
}

INLINE float absolute(float x) { return x < 0.0f ? -x : x; }
INLINE float positive(float x) { return x > 0.0f ? x : 0.0f; }

/* The three maps of a part of a row of one channel, added to their sums. `blurred` holds its BLURRED quantities. */
INLINE void measure(const float *restrict a, const float *restrict b, float (*restrict blurred)[PART], int n, double *sums)
{
    const float *restrict mean_a = blurred[0], *restrict mean_b = blurred[1];
    const float *restrict squares = blurred[2], *restrict differences = blurred[3];
    float s1 = 0, s4 = 0, a1 = 0, a4 = 0, d1 = 0, d4 = 0;
    for (int i = 0; i < n; i++) {
        float ma = mean_a[i], mb = mean_b[i], off = (ma - mb) * (ma - mb);
        /* 1 - SSIM, written with the variance of the difference, so that nothing cancels where the pictures agree. */
        float lost = positive(off + (1.0f - off) * (differences[i] - off) / (squares[i] - ma * ma - mb * mb + C2));
        float edges = (1.0f + absolute(b[i] - mb)) / (1.0f + absolute(a[i] - ma)) - 1.0f;
        float artefact = positive(edges), detail = positive(-edges);
        s1 += lost;
        a1 += artefact;
        d1 += detail;
        s4 += lost * lost * lost * lost;
        a4 += artefact * artefact * artefact * artefact;
        d4 += detail * detail * detail * detail;
    }
    sums[0] += s1; sums[1] += s4; sums[2] += a1; sums[3] += a4; sums[4] += d1; sums[5] += d4;
}

/* The mean of two rows, two pixels at a time; an odd last pixel stands for itself. */
INLINE void halve(const float *restrict upper, const float *restrict lower, float *restrict out, int n)
{
    int half = (n + 1) / 2, pairs = n / 2;
    for (int c = 0; c < CHANNELS; c++) {
        const float *restrict u = upper + (size_t)c * n, *restrict l = lower + (size_t)c * n;
        float *restrict o = out + (size_t)c * half;
        for (int i = 0; i < pairs; i++)
            o[i] = 0.25f * (u[2 * i] + u[2 * i + 1] + l[2 * i] + l[2 * i + 1]);
        if (half > pairs)
            o[pairs] = 0.5f * (u[n - 1] + l[n - 1]);
    }
}

#endif
