using System.Collections.Immutable;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>The refusals of calls, with PostgREST's codes and words.</summary>
internal static class CallErrors
{
    /// <summary>What the hint about parameters must have in common with what was given, from 0 to 1.</summary>
    private const double ParametersSimilarity = 0.33;

    public static ApiException UnknownFunction(SchemaSnapshot snapshot, string schema, string name, CallArguments arguments, ImmutableArray<Routine> overloads)
    {
        var function = $"{schema}.{RestErrors.Shorten(name)}";
        var names = RestErrors.Shorten(string.Join(", ", arguments.Names));
        var (given, searched) = (arguments, arguments.Names.Length) switch
        {
            (RawArgument, _) => ("", ""),
            (_, 0) => (" without parameters", " without parameters"),
            (_, 1) => ($"({names})", $" with parameter {names}"),
            _ => ($"({names})", $" with parameters {names}"),
        };
        return new(
            StatusCodes.Status404NotFound,
            "PGRST202",
            $"Could not find the function {function}{given} in the schema cache",
            $"Searched for the function {function}{searched}{Unnamed(arguments)}, but no matches were found in the schema cache.",
            arguments is RawArgument ? null : Hint(snapshot, schema, name, arguments, overloads));
    }

    public static ApiException AmbiguousFunction(ImmutableArray<Routine> candidates) => new(
        StatusCodes.Status300MultipleChoices,
        "PGRST203",
        $"Could not choose the best candidate function between: {string.Join(", ", candidates.Select(Signature))}",
        hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved");

    public static ApiException MaxAffectedNeedsSet() => new(
        StatusCodes.Status400BadRequest,
        "PGRST128",
        "Function must return SETOF or TABLE when max-affected preference is used with handling=strict");

    private static string Unnamed(CallArguments arguments) => arguments switch
    {
        JsonArguments => " or with a single unnamed json/jsonb parameter",
        RawArgument { Kind: RawKind.Text } => " with a single unnamed text parameter",
        RawArgument { Kind: RawKind.Xml } => " with a single unnamed xml parameter",
        RawArgument => " with a single unnamed bytea parameter",
        _ => "",
    };

    private static string? Hint(SchemaSnapshot snapshot, string schema, string name, CallArguments arguments, ImmutableArray<Routine> overloads)
    {
        var nearest = overloads.IsEmpty
            ? NearestName.Find(name, snapshot.RoutineNames(schema))
            : NearestName.MostSimilar(List(arguments.Names), overloads.Where(r => r.Parameters.All(p => p.Name.Length > 0)).Select(r => List(r.Parameters.Select(p => p.Name))), ParametersSimilarity) is { } parameters ? name + parameters : null;
        return nearest is null ? null : $"Perhaps you meant to call the function {schema}.{nearest}";
    }

    private static string List(IEnumerable<string> names) => $"({string.Join(", ", names.Order(StringComparer.Ordinal))})";

    private static string Signature(Routine routine) => $"{routine.Name}({string.Join(", ", routine.Parameters.Select(p => $"{p.Name} => {p.Type.Sql}"))})";
}
