// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of floats in the width of the level that is being compiled, as the compilers' vector extension has them: the
// usual operators act on all lanes, a comparison gives -1 or 0 a lane, `mask ? a : b` chooses by lane.
// Only for levels.cpp. Beware: a function of the standard library that is not inlined here would be compiled with this
// level's instructions, and the linker may then give that copy to the whole program. So none is used.
#pragma once

#include <cstddef>
#include <cstdint>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define GRIDSCOPE_INLINE inline __attribute__((always_inline))

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

template <int count>
struct Vectors {
    typedef float Float __attribute__((vector_size(count * sizeof(float))));
    typedef std::int32_t Int __attribute__((vector_size(count * sizeof(std::int32_t))));
    typedef std::uint8_t Byte __attribute__((vector_size(count)));
};

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX2__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;
#endif
using Float = Vectors<lanes>::Float;
using Int = Vectors<lanes>::Int;

template <typename Vector, typename Scalar>
GRIDSCOPE_INLINE Vector load(const Scalar* from) // unaligned
{
    Vector v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
}

template <typename Vector, typename Scalar>
GRIDSCOPE_INLINE void store(Scalar* to, const Vector& v)
{
    __builtin_memcpy(to, &v, sizeof v);
}

// The lowest byte of each lane, and back without a sign. g++ 12 takes such vectors apart lane by lane if it is left to it.
#if defined(__SSE2__)
GRIDSCOPE_INLINE Vectors<4>::Byte lowBytes(Vectors<4>::Int v)
{
    const __m128i bytes = _mm_and_si128(__m128i(v), _mm_set1_epi32(0xFF));
    const __m128i packed = _mm_packus_epi16(_mm_packs_epi32(bytes, bytes), bytes);
    return load<Vectors<4>::Byte>(reinterpret_cast<const char*>(&packed));
}
GRIDSCOPE_INLINE Vectors<4>::Int widened(Vectors<4>::Byte v)
{
    int four;
    __builtin_memcpy(&four, &v, sizeof four);
    const __m128i zero = _mm_setzero_si128();
    return Vectors<4>::Int(_mm_unpacklo_epi16(_mm_unpacklo_epi8(_mm_cvtsi32_si128(four), zero), zero));
}
#endif
#if defined(__AVX2__)
GRIDSCOPE_INLINE Vectors<8>::Byte lowBytes(Vectors<8>::Int v)
{
    const __m256i bytes = _mm256_and_si256(__m256i(v), _mm256_set1_epi32(0xFF));
    const __m128i pairs = _mm_packus_epi32(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
    const __m128i packed = _mm_packus_epi16(pairs, pairs);
    return load<Vectors<8>::Byte>(reinterpret_cast<const char*>(&packed));
}
GRIDSCOPE_INLINE Vectors<8>::Int widened(Vectors<8>::Byte v)
{
    long long eight;
    __builtin_memcpy(&eight, &v, sizeof eight);
    return Vectors<8>::Int(_mm256_cvtepu8_epi32(_mm_cvtsi64_si128(eight)));
}
#endif
typedef std::uint16_t Words __attribute__((vector_size(lanes * sizeof(std::uint16_t))));
GRIDSCOPE_INLINE Words lowWords(Int v)
{
#if defined(__AVX512F__)
    return Words(_mm512_maskz_cvtepi32_epi16(0xFFFF, __m512i(v)));
#else
    return __builtin_convertvector(v, Words);
#endif
}

template <typename Ints>
GRIDSCOPE_INLINE auto lowBytes(Ints v)
{
    return __builtin_convertvector(v, typename Vectors<int(sizeof v / sizeof(std::int32_t))>::Byte);
}
template <typename Bytes>
GRIDSCOPE_INLINE auto widened(Bytes v)
{
    return __builtin_convertvector(v, typename Vectors<int(sizeof v)>::Int);
}

GRIDSCOPE_INLINE Float all(float value) { return value - Float{}; }
GRIDSCOPE_INLINE Int bitsOf(Float v) { return Int(v); }
GRIDSCOPE_INLINE Float floatOf(Int bits) { return Float(bits); }

// NaN stays NaN, in both.
GRIDSCOPE_INLINE Float atLeast(Float v, Float low) { return v < low ? low : v; }
GRIDSCOPE_INLINE Float atMost(Float v, Float high) { return v > high ? high : v; }
GRIDSCOPE_INLINE Float clamp(Float v, Float low, Float high) { return atMost(atLeast(v, low), high); }

GRIDSCOPE_INLINE Float magnitude(Float v) { return floatOf(bitsOf(v) & 0x7FFFFFFF); }

// Adding it to a value below 2^22 leaves the value's nearest whole number in the sum's lowest bits.
constexpr float wholeShift = 0x1.8p23F;

GRIDSCOPE_INLINE Float floorOf(Float v) // |v| < 2^22
{
#if defined(__AVX512F__)
    return Float(_mm512_maskz_roundscale_ps(0xFFFF, __m512(v), _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
#elif defined(__AVX2__)
    return Float(_mm256_floor_ps(__m256(v)));
#else
    const Float nearest = (v + wholeShift) - wholeShift;
    return nearest - (nearest > v ? all(1) : Float{});
#endif
}

GRIDSCOPE_INLINE Int floorToInt(Float v) // |v| < 2^22
{
#if defined(__AVX512F__)
    return Int(_mm512_maskz_cvt_roundps_epi32(0xFFFF, __m512(v), _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
#else
    return __builtin_convertvector(floorOf(v), Int);
#endif
}

// 2^v to 1e-7, for v in [-125, 127]. NaN gives anything. Least-squares polynomial of (2^r - 1) / r, weighted to an even
// relative error, for r in [-1/2, 1/2]; the whole part is added to the exponent's bits.
GRIDSCOPE_INLINE Float powerOfTwo(Float v)
{
    const Float shifted = v + wholeShift;
    const Float r = v - (shifted - wholeShift);
    Float p = r * 0.001326472731307149F + 0.009671512991189957F;
    p = p * r + 0.05550733581185341F;
    p = p * r + 0.24022242426872253F;
    p = p * r + 0.6931470036506653F;
    p = p * r + 1.0F;
    return floatOf(bitsOf(p) + (bitsOf(shifted) << 23));
}

// a - b c with one rounding, where the processor can; elsewhere with two.
GRIDSCOPE_INLINE Float minusProduct(Float a, Float b, Float c)
{
#if defined(__AVX512F__)
    return Float(_mm512_fnmadd_ps(__m512(b), __m512(c), __m512(a)));
#elif defined(__FMA__)
    return Float(_mm256_fnmadd_ps(__m256(b), __m256(c), __m256(a)));
#else
    return a - b * c;
#endif
}

// v / divisor, rounded as a division is, given the rounded 1 / divisor: by two fused operations where there are any
// (Markstein 1990; nothing may overflow or be denormal), which take a sixth of a division's time.
GRIDSCOPE_INLINE Float quotient(Float v, Float divisor, [[maybe_unused]] Float inverse)
{
#if defined(__FMA__)
    const Float q = v * inverse;
    const Float rest = minusProduct(v, q, divisor);
#if defined(__AVX512F__)
    return Float(_mm512_fmadd_ps(__m512(rest), __m512(inverse), __m512(q)));
#else
    return Float(_mm256_fmadd_ps(__m256(rest), __m256(inverse), __m256(q)));
#endif
#else
    return v / divisor;
#endif
}

// 1 / v to a float's resolution, for v from 2^-100 to 2^100: where dividing takes long, an approximation and one Newton step.
GRIDSCOPE_INLINE Float reciprocal(Float v)
{
#if defined(__AVX512F__)
    const Float guess = Float(_mm512_maskz_rcp14_ps(0xFFFF, __m512(v))); // (unmasked, g++ 12 warns of its own header)
    return guess + guess * minusProduct(all(1), v, guess);
#else
    return 1.0F / v;
#endif
}

GRIDSCOPE_INLINE bool anyOf(Int mask) // of a comparison
{
#if defined(__AVX512F__)
    return _mm512_test_epi32_mask(__m512i(mask), __m512i(mask)) != 0;
#elif defined(__AVX2__)
    return _mm256_movemask_ps(__m256(mask)) != 0;
#else
    return (mask[0] | mask[1] | mask[2] | mask[3]) != 0;
#endif
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
