using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>
/// Writes calls. A JSON body is one parameter, whatever its size, from which PostgreSQL reads each argument as its parameter's type;
/// texts are a parameter each. Which arguments are given is all that the statement's text depends on.
/// </summary>
internal static class CallSql
{
    /// <summary>The name of the common table expression with the function's rows.</summary>
    public const string Called = "f";

    /// <summary>Adds what stands behind <c>FROM</c>.</summary>
    public static SqlBuilder AddCallSource(this SqlBuilder sql, CallSource source, string alias) =>
        source.Shared ? sql.Add(Called).Add(" AS ").Add(alias) : sql.AddCall(source, alias);

    /// <summary>Adds <c>f AS MATERIALIZED (…)</c> with the function's rows, from which a shared source reads them.</summary>
    public static SqlBuilder AddCalled(this SqlBuilder sql, CallSource source) =>
        sql.Add(Called).Add(" AS MATERIALIZED (SELECT ").Add(source.WholeRow ? "c AS r" : source.Columns.IsEmpty ? "" : "c.*").Add(" FROM ").AddCall(source, "c").Add(")");

    private static SqlBuilder AddCall(this SqlBuilder sql, CallSource source, string alias)
    {
        var (routine, arguments) = (source.Routine, source.Arguments);
        var given = routine.Parameters.Where(p => arguments.Names.Contains(p.Name)).ToImmutableArray();
        if (arguments is JsonArguments json && !given.IsEmpty && !RoutineFinder.TakesBody(routine, arguments))
        {
            sql.AddBody(json, given).Add(" CROSS JOIN LATERAL ");
        }

        // record has no columns to name, so it can't stand behind FROM itself.
        return routine.Result.Kind == RoutineResultKind.Record
            ? sql.Add("(SELECT ").AddFunction(routine, arguments, given).Add($" AS {CallSource.Value}) AS {alias}")
            : sql.AddFunction(routine, arguments, given).Add(" AS ").Add(alias).Add(routine.Result.Kind == RoutineResultKind.Scalar ? $"({CallSource.Value})" : "");
    }

    private static SqlBuilder AddBody(this SqlBuilder sql, JsonArguments json, ImmutableArray<RoutineParameter> given)
    {
        // As in PostgREST, the first object of an array counts.
        sql.Add(json.IsArray ? "(SELECT * FROM pg_catalog.json_to_recordset(" : "pg_catalog.json_to_record(")
            .AddParameter(json.Utf8, SqlParameterType.Json)
            .Add(json.IsArray ? ") AS a(" : $") AS {PayloadSql.Alias}(")
            .AddJoined(given, ", ", parameter => sql.AddName(parameter.Name).Add(" ").Add(parameter.Type.Sql))
            .Add(")");
        return json.IsArray ? sql.Add($" LIMIT 1) AS {PayloadSql.Alias}") : sql;
    }

    private static SqlBuilder AddFunction(this SqlBuilder sql, Routine routine, CallArguments arguments, ImmutableArray<RoutineParameter> given)
    {
        sql.AddName(routine.Name).Add("(");
        if (RoutineFinder.TakesBody(routine, arguments))
        {
            return sql.Add("CAST(").AddBodyValue(arguments).Add($" AS {routine.Parameters[0].Type.Sql}))");
        }

        return sql.AddJoined(given, ", ", parameter =>
        {
            sql.Add(parameter.Variadic ? "VARIADIC " : "").AddName(parameter.Name).Add(" := ");
            _ = arguments is TextArguments texts
                ? sql.Add("CAST(").AddParameter(Text(texts, parameter), SqlParameterType.Unknown).Add($" AS {parameter.Type.Sql})")
                : sql.Add(PayloadSql.Alias).Add(".").AddName(parameter.Name);
        }).Add(")");
    }

    private static SqlBuilder AddBodyValue(this SqlBuilder sql, CallArguments arguments) => arguments switch
    {
        JsonArguments json => sql.AddParameter(json.Utf8.IsEmpty ? EmptyObject : json.Utf8, SqlParameterType.Json),
        RawArgument { Kind: RawKind.Bytes } raw => sql.AddParameter(raw.Bytes, SqlParameterType.Bytea),
        RawArgument raw => sql.AddParameter(System.Text.Encoding.UTF8.GetString(raw.Bytes.Span), SqlParameterType.Text),
        _ => throw new InvalidOperationException("Texts have names."),
    };

    /// <summary>Of a name that repeats the last value counts, unless the parameter takes any number of them.</summary>
    private static string Text(TextArguments texts, RoutineParameter parameter)
    {
        var values = texts.Values.Where(v => v.Key == parameter.Name).Select(v => v.Value).ToImmutableArray();
        return parameter.Variadic ? ArrayLiteral.Of(values) : values[^1];
    }

    private static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();
}
