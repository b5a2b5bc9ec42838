namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>
/// Sizes of the parts of an upload whose length nobody knows: small ones at first, since a part is held in memory, larger ones later,
/// since there may be 10,000 of them and an object may have 5 TiB.
/// </summary>
internal static class PartSizes
{
    /// <summary>Parts that one upload may have (Amazon S3, "multipart upload limits").</summary>
    public const int MaxParts = 10_000;

    private const int MiB = 1024 * 1024;

    /// <summary>Bytes of a part: 8 MiB up to 16 GiB, 64 MiB up to 328 GiB, 1,024 MiB after.</summary>
    public static int Of(int number) => number switch
    {
        <= 2_000 => 8 * MiB,
        <= 7_000 => 64 * MiB,
        _ => 1024 * MiB,
    };
}
