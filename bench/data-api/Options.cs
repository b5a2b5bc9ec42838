using System.Globalization;

namespace Kolaybase.Bench.DataApi;

/// <summary>What the command line asks for; see <c>docs/benchmarks.md</c>.</summary>
internal sealed record Options
{
    /// <summary>Folder of the built AppHost.</summary>
    public required string AppHost { get; init; }

    /// <summary>Length of each measurement, in seconds.</summary>
    public int Seconds { get; init; } = 10;

    /// <summary>How often every case is measured, the tools taking turns; the median counts.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Connections of each tool.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>Names of the only cases to measure; empty means all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Parts to leave out: <c>cases</c>, <c>peer</c>, <c>bare</c>, <c>logs</c>, <c>memory</c>.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    /// <summary>The case to look into with <c>perf</c> instead of measuring; null measures.</summary>
    public string? Profile { get; init; }

    /// <summary>Whether a part is wanted.</summary>
    public bool Wants(string part) => !Skip.Contains(part, StringComparer.Ordinal);

    /// <summary>Reads <c>folder [--seconds n] [--rounds n] [--connections n] [--only a,b] [--skip a,b] [--profile case]</c>.</summary>
    /// <exception cref="FormatException">An option is unknown or lacks its value.</exception>
    public static Options Read(string[] args)
    {
        var options = new Options { AppHost = args[0] };
        for (var i = 1; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} lacks its value.");
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = Number(value) },
                "--rounds" => options with { Rounds = Number(value) },
                "--connections" => options with { Connections = Number(value) },
                "--only" => options with { Only = value.Split(',') },
                "--skip" => options with { Skip = value.Split(',') },
                "--profile" => options with { Profile = value },
                _ => throw new FormatException($"There is no option {args[i]}."),
            };
        }

        return options;
    }

    private static int Number(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
}
