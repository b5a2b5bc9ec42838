using System.Collections.Immutable;
using System.Globalization;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>The <c>Prefer</c> header (RFC 7240) as PostgREST reads it.</summary>
/// <param name="Return">What a write answers with.</param>
/// <param name="CountExact">Whether <c>Content-Range</c> tells the total.</param>
/// <param name="Strict">Whether an unknown preference is an error and <c>max-affected</c> binds.</param>
/// <param name="MaxAffected">Most rows that a write may touch; null means not given.</param>
/// <param name="Given">What was understood, as it was written.</param>
/// <param name="Invalid">What was not.</param>
internal sealed record Preferences(
    ReturnPreference? Return,
    bool CountExact,
    bool Strict,
    long? MaxAffected,
    ImmutableArray<string> Given,
    ImmutableArray<string> Invalid)
{
    /// <summary>No preference at all.</summary>
    public static readonly Preferences None = new(null, false, false, null, [], []);

    /// <summary>Reads all <c>Prefer</c> headers of a request; of a preference given twice the first counts (RFC 7240, 2).</summary>
    public static Preferences Parse(IEnumerable<string?> headers)
    {
        var found = None;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var given = ImmutableArray.CreateBuilder<string>();
        var invalid = ImmutableArray.CreateBuilder<string>();
        foreach (var preference in headers.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (found.With(preference) is not { } next)
            {
                invalid.Add(preference);
            }
            else if (seen.Add(preference.Split('=')[0]))
            {
                found = next;
                given.Add(preference);
            }
        }

        return found.Strict && invalid.Count > 0
            ? throw RestErrors.InvalidPreferences(invalid)
            : found with { Given = given.ToImmutable(), Invalid = invalid.ToImmutable() };
    }

    private Preferences? With(string preference) => preference switch
    {
        "return=representation" => this with { Return = ReturnPreference.Representation },
        "return=minimal" => this with { Return = ReturnPreference.Minimal },
        "return=headers-only" => this with { Return = ReturnPreference.HeadersOnly },
        // Exact is the best answer to a wish for a cheaper number, and costs what the caller was ready to pay at the most.
        "count=exact" or "count=planned" or "count=estimated" => this with { CountExact = true },
        "handling=strict" => this with { Strict = true },
        "handling=lenient" => this with { Strict = false },
        _ when preference.StartsWith("max-affected=", StringComparison.Ordinal)
            && long.TryParse(preference.AsSpan("max-affected=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var most) => this with { MaxAffected = most },
        _ => null,
    };
}

/// <summary>What a write answers with.</summary>
internal enum ReturnPreference
{
    Minimal,
    HeadersOnly,
    Representation,
}
