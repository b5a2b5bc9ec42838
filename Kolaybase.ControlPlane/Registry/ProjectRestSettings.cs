namespace Kolaybase.ControlPlane.Registry;

/// <summary>What a project has set for its data API; what is null holds as the installation has it.</summary>
/// <param name="MaxRows">Most rows of one answer to <c>anon</c> and <c>authenticated</c>, 1 to <see cref="MostMaxRows"/>.</param>
/// <param name="AllowUnfilteredWrites">Whether <c>PATCH</c> and <c>DELETE</c> may touch every row when nothing says which.</param>
public sealed record ProjectRestSettings(int? MaxRows, bool? AllowUnfilteredWrites)
{
    /// <summary>Highest <see cref="MaxRows"/>: who needs more rows at once has the service key, which has no cap.</summary>
    public const int MostMaxRows = 1_000_000;

    /// <summary>Nothing set.</summary>
    public static ProjectRestSettings None { get; } = new(null, null);
}
