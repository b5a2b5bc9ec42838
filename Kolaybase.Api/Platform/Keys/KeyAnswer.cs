using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Keys;

/// <summary>A working API key.</summary>
/// <param name="Kind">What it may do.</param>
/// <param name="Key">The key; null for viewers where it is the service key.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record KeyAnswer(ProjectKeyKind Kind, string? Key, DateTimeOffset CreatedAt)
{
    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"{Kind} key";
}
