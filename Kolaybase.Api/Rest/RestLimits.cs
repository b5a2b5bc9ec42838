using System.Collections.Immutable;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Rest;

/// <summary>
/// What one request to the data API may ask for; section <c>Kolaybase:Rest</c>. Each limit has an
/// error code of its own, listed in <c>docs/data-api.md</c>.
/// </summary>
public sealed record RestLimits
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Kolaybase:Rest";

    // One instance, so that limits with the default are equal.
    private static readonly ImmutableArray<string> DefaultSchemas = ["public"];

    /// <summary>Most comparisons in one request, those inside <c>and</c>/<c>or</c> included.</summary>
    public int Filters { get; init; } = 100;

    /// <summary>Deepest nesting of <c>and</c>/<c>or</c>.</summary>
    public int FilterDepth { get; init; } = 10;

    /// <summary>Most items in <c>select</c> (over all levels), in one <c>order</c>, in <c>columns</c> and in <c>on_conflict</c>, each.</summary>
    public int SelectItems { get; init; } = 500;

    /// <summary>Deepest nesting of embeds in <c>select</c>.</summary>
    public int EmbedDepth { get; init; } = 10;

    /// <summary>Most embeds in <c>select</c>, over all levels; and most that other parameters speak of.</summary>
    public int Embeds { get; init; } = 50;

    /// <summary>Most steps of one JSON path.</summary>
    public int JsonPathSteps { get; init; } = 20;

    /// <summary>Most values in one <c>in.(…)</c>.</summary>
    public int InListItems { get; init; } = 1_000;

    /// <summary>Deepest nesting of a JSON body, the array around the rows included.</summary>
    public int JsonDepth { get; init; } = 64;

    /// <summary>Most rows in one insert.</summary>
    public int InsertRows { get; init; } = 100_000;

    /// <summary>Largest JSON that a CSV body may become, in bytes: it repeats the columns' names with every row.</summary>
    public int CsvAsJsonBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Largest form, in bytes.</summary>
    public int FormBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most fields of a form.</summary>
    public int FormFields { get; init; } = 10_000;

    /// <summary>Most rows that one answer to <c>anon</c> or <c>authenticated</c> holds; a smaller <c>limit</c> wins. The service role has no cap.</summary>
    public int RowCap { get; init; } = 1_000;

    /// <summary>Longest that a statement of <c>anon</c> runs, in milliseconds.</summary>
    public int AnonStatementMilliseconds { get; init; } = 3_000;

    /// <summary>Longest that a statement of <c>authenticated</c> runs, in milliseconds.</summary>
    public int AuthenticatedStatementMilliseconds { get; init; } = 8_000;

    /// <summary>Longest that a statement of <c>service_role</c> runs, in milliseconds.</summary>
    public int ServiceStatementMilliseconds { get; init; } = 60_000;

    /// <summary>Answers up to this size, in bytes, are read to their end before they are sent, so that <c>Content-Range</c> tells their last row.</summary>
    public int WholeAnswerBytes { get; init; } = 1024 * 1024;

    /// <summary>A client that takes nothing of a streamed answer for so long is cut off, in milliseconds: the statement's timeout does not run while sending waits.</summary>
    public int StalledReaderMilliseconds { get; init; } = 30_000;

    /// <summary>Whether aggregates (<c>amount.sum()</c>) may be used.</summary>
    public bool Aggregates { get; init; } = true;

    /// <summary>Whether <c>PATCH</c> and <c>DELETE</c> may touch every row when nothing says which.</summary>
    public bool AllowUnfilteredWrites { get; init; }

    /// <summary>Whether <c>Prefer: tx=rollback</c> undoes a request that is answered as if it had happened.</summary>
    public bool AllowTxRollback { get; init; }

    /// <summary>Whether the root describes what the caller may see.</summary>
    public bool OpenApi { get; init; } = true;

    /// <summary>Longest that a streamed answer may take to send, in milliseconds.</summary>
    public int StreamMilliseconds { get; init; } = 600_000;

    /// <summary>Schemas of projects kept in memory; the one used longest ago goes first.</summary>
    public int CachedSchemas { get; init; } = 500;

    /// <summary>Relations, columns, functions and parameters of all schemas kept in memory together, about 200 bytes each; the schema used longest ago goes first.</summary>
    public int CachedSchemaItems { get; init; } = 500_000;

    /// <summary>
    /// How old the look at a schema may be that a request rests on, in milliseconds, where the database can't count its changes
    /// (no event triggers on its server). Everywhere else every request asserts the schema's version.
    /// </summary>
    public int SchemaPollMilliseconds { get; init; } = 1_000;

    /// <summary>Schemas that are read at the same time, over all projects; others wait for their turn.</summary>
    public int SchemaLoads { get; init; } = 4;

    /// <summary>The schemas whose tables and functions are served; requests that name none mean the first. In the configuration a list, or one text with commas.</summary>
    public ImmutableArray<string> Schemas { get; internal init; } = DefaultSchemas;

    /// <summary>The schema of requests that name none.</summary>
    public string Schema => Schemas[0];

    /// <summary>What holds for one project: its own settings where it has some. Settings of its own cost a copy, none cost nothing.</summary>
    public RestLimits Of(ProjectRestSettings own) => own == ProjectRestSettings.None
        ? this
        : this with { RowCap = own.MaxRows ?? RowCap, AllowUnfilteredWrites = own.AllowUnfilteredWrites ?? AllowUnfilteredWrites };

    /// <summary>Reads them from the configuration.</summary>
    /// <exception cref="ConfigurationFaultsException">Some are not above zero; the message names them all. Or there is no schema.</exception>
    public static RestLimits Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return PositiveSettings.Read<RestLimits>(configuration, Section) with { Schemas = ReadSchemas(section.GetSection(nameof(Schemas))) };
    }

    private static ImmutableArray<string> ReadSchemas(IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return DefaultSchemas;
        }

        string[] listed = section.Get<string[]>() ?? section.Value?.Split(',') ?? [];
        var schemas = listed.Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return schemas.IsEmpty ? throw new ConfigurationFaultsException([$"{section.Path} must name one schema at least."]) : schemas;
    }
}
