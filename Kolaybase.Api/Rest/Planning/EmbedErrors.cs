using System.Text.Encodings.Web;
using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>The refusals of embedding, with PostgREST's codes and words.</summary>
internal static class EmbedErrors
{
    // Names go into JSON as they are: the error's body escapes what it must.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ApiException NoRelationship(string schema, string source, string target, string? hint, IReadOnlyCollection<Relationship> reachable)
    {
        var nearest = reachable.Any(r => r.Target.Name == target) ? null : NearestName.Find(target, reachable.Select(r => r.Target.Name).Distinct(StringComparer.Ordinal));
        var shown = RestErrors.Shorten(target);
        return new(
            StatusCodes.Status400BadRequest,
            "PGRST200",
            $"Could not find a relationship between '{source}' and '{shown}' in the schema cache",
            $"Searched for a foreign key relationship between '{source}' and '{shown}'{(hint is null ? "" : $" using the hint '{RestErrors.Shorten(hint)}'")} in the schema '{schema}', but no matches were found.",
            nearest is null ? null : $"Perhaps you meant '{nearest}' instead of '{shown}'.");
    }

    /// <summary>The candidates are in <c>details</c> as JSON text, since that field is a string in every error of ours.</summary>
    public static ApiException AmbiguousRelationship(string source, string target, IReadOnlyCollection<Relationship> found) => new(
        StatusCodes.Status300MultipleChoices,
        "PGRST201",
        $"Could not embed because more than one relationship was found for '{source}' and '{target}'",
        JsonSerializer.Serialize(found.Select(r => new { cardinality = Kind(r), embedding = $"{r.Source.Name} with {r.Target.Name}", relationship = Describe(r) }), Plain),
        $"Try changing '{target}' to one of the following: {string.Join(", ", found.Select(r => $"'{r.Target.Name}!{Hint(r)}'"))}. Find the desired relationship in the 'details' key.");

    public static ApiException OrderNotToOne(string source, string target) => new(
        StatusCodes.Status400BadRequest,
        "PGRST118",
        $"A related order on '{target}' is not possible",
        $"'{source}' and '{target}' do not form a many-to-one or one-to-one relationship");

    public static ApiException FilterOnEmbed(string embed) => new(
        StatusCodes.Status400BadRequest,
        "PGRST120",
        $"Bad operator on the '{embed}' embedded resource",
        "Only is null or not is null filters are allowed on embedded resources");

    public static ApiException AggregatesNotAllowed() =>
        new(StatusCodes.Status400BadRequest, "PGRST123", "Use of aggregate functions is not allowed", hint: "They are switched off by the setting Kolaybase:Rest:Aggregates.");

    private static string Hint(Relationship r) => r.Junction?.Relation.Name ?? r.Constraint;

    private static string Kind(Relationship r) => r.Cardinality switch
    {
        Cardinality.ManyToOne => "many-to-one",
        Cardinality.OneToMany => "one-to-many",
        Cardinality.OneToOne => "one-to-one",
        _ => "many-to-many",
    };

    private static string Describe(Relationship r) => r.Junction is { } j
        ? $"{j.Relation.Name} using {j.SourceConstraint}({Names(j.SourceColumns.Select(p => p.Right))}) and {j.TargetConstraint}({Names(j.TargetColumns.Select(p => p.Left))})"
        : $"{r.Constraint} using {r.Source.Name}({Names(r.Columns.Select(p => p.Left))}) and {r.Target.Name}({Names(r.Columns.Select(p => p.Right))})";

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => c.Name));
}
