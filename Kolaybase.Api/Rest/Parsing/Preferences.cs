using System.Collections.Immutable;
using System.Globalization;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>The <c>Prefer</c> header (RFC 7240) as PostgREST reads it.</summary>
internal sealed record Preferences
{
    /// <summary>No preference at all.</summary>
    public static readonly Preferences None = new();

    /// <summary>What a write answers with.</summary>
    public ReturnPreference? Return { get; private init; }

    /// <summary>Which total <c>Content-Range</c> tells; null means none.</summary>
    public CountPreference? Count { get; private init; }

    /// <summary>Whether a total is wanted, be it an exact one or a guess.</summary>
    public bool WantsTotal => Count is not null;

    /// <summary>What happens to a row whose key is there already; null means that it is an error.</summary>
    public ResolutionPreference? Resolution { get; private init; }

    /// <summary>What a column gets that <c>columns=</c> names and the body does not; null means null.</summary>
    public MissingPreference? Missing { get; private init; }

    /// <summary>How the transaction should end; who may say so is not the parser's to know.</summary>
    public TransactionPreference? Transaction { get; private init; }

    /// <summary>Whether an unknown preference is an error and <see cref="MaxAffected"/> binds.</summary>
    public bool Strict { get; private init; }

    /// <summary>Most rows that a write may touch; null means not given.</summary>
    public long? MaxAffected { get; private init; }

    /// <summary>The time zone of the transaction, as it was written: only the database knows its names (<see cref="CheckTimezone"/>); null means its default.</summary>
    public string? Timezone { get; private init; }

    /// <summary>What was understood, as it was written.</summary>
    public ImmutableArray<string> Given { get; private init; } = [];

    /// <summary>What was not.</summary>
    public ImmutableArray<string> Invalid { get; private init; } = [];

    /// <summary>Reads all <c>Prefer</c> headers of a request; of a preference given twice the first counts (RFC 7240, 2).</summary>
    /// <exception cref="Http.ApiException">400 <c>PGRST122</c>: some are not understood, under <c>handling=strict</c>.</exception>
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
            else if (seen.Add(preference[..preference.IndexOf('=')]))
            {
                found = next;
                given.Add(preference);
            }
        }

        return (found with { Given = given.ToImmutable(), Invalid = invalid.ToImmutable() }).Checked();
    }

    /// <summary>Takes a time zone that the database does not know for a preference that was not understood.</summary>
    /// <param name="isKnown">Whether a name is one of <c>pg_timezone_names</c>.</param>
    /// <exception cref="Http.ApiException">400 <c>PGRST122</c>: it is not known, under <c>handling=strict</c>.</exception>
    public Preferences CheckTimezone(Func<string, bool> isKnown)
    {
        if (Timezone is not { } zone || isKnown(zone))
        {
            return this;
        }

        var preference = "timezone=" + zone;
        return (this with { Timezone = null, Given = Given.Remove(preference), Invalid = Invalid.Add(preference) }).Checked();
    }

    /// <summary>The same without a word on how the transaction should end.</summary>
    public Preferences WithoutTransaction() =>
        Transaction is null ? this : this with { Transaction = null, Given = Given.RemoveAll(given => given.StartsWith("tx=", StringComparison.Ordinal)) };

    private Preferences Checked() => Strict && !Invalid.IsEmpty ? throw RestErrors.InvalidPreferences(Invalid) : this;

    private Preferences? With(string preference) => preference switch
    {
        "return=representation" => this with { Return = ReturnPreference.Representation },
        "return=minimal" => this with { Return = ReturnPreference.Minimal },
        "return=headers-only" => this with { Return = ReturnPreference.HeadersOnly },
        "count=exact" => this with { Count = CountPreference.Exact },
        "count=planned" => this with { Count = CountPreference.Planned },
        "count=estimated" => this with { Count = CountPreference.Estimated },
        "resolution=merge-duplicates" => this with { Resolution = ResolutionPreference.MergeDuplicates },
        "resolution=ignore-duplicates" => this with { Resolution = ResolutionPreference.IgnoreDuplicates },
        "missing=default" => this with { Missing = MissingPreference.Default },
        "missing=null" => this with { Missing = MissingPreference.Null },
        "tx=commit" => this with { Transaction = TransactionPreference.Commit },
        "tx=rollback" => this with { Transaction = TransactionPreference.Rollback },
        "handling=strict" => this with { Strict = true },
        "handling=lenient" => this with { Strict = false },
        _ when Value(preference, "max-affected=") is { } number
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var most) => this with { MaxAffected = most },
        _ when Value(preference, "timezone=") is { Length: > 0 } zone => this with { Timezone = zone },
        _ => null,
    };

    private static string? Value(string preference, string name) => preference.StartsWith(name, StringComparison.Ordinal) ? preference[name.Length..] : null;
}
