namespace Inference;

/// <summary>Which instructions a kernel may use. Every level gives the same bits; only tests and benches choose one.</summary>
internal enum SimdLevel
{
    /// <summary>No vector instructions; the twin that the others are tested against.</summary>
    Scalar,

    /// <summary>AVX2 and FMA: every x86-64 server since 2013 (Intel) and 2015 (AMD).</summary>
    Avx2,

    /// <summary>AVX-512 with VBMI, whose byte permutes do the horizontal resampling: Ice Lake, Zen 4 and later.</summary>
    Avx512,
}
