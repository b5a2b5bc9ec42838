using System.Globalization;
using System.Text.RegularExpressions;
using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Asks the database what a type name means there: its own types, enums, domains, composites, arrays, types of extensions.</summary>
internal sealed partial class TypeResolver(DatabaseSession session)
{
    private const string LookUp = """
        select t.oid, t.typtype, t.typisdefined, t.typcategory = 'A',
               case when t.typmodin <> 0 then t.typmodin::regproc::text end,
               format_type(t.oid, null), coalesce(e.typdelim, t.typdelim)
        from pg_type t left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
        where t.oid = to_regtype($1)
        """;

    private const string Known = """
        select format_type(t.oid, null) from pg_type t
        where t.typtype in ('b', 'd', 'e', 'r', 'm') and t.typcategory <> 'A' and pg_type_is_visible(t.oid) and has_type_privilege(t.oid, 'USAGE')
        """;

    // Spellings that the parser knows and the catalogue does not list.
    private static readonly string[] Spellings =
        ["int", "int2", "int4", "int8", "float4", "float8", "decimal", "varchar", "char", "bool", "timestamptz", "timetz", "varbit", "serial", "bigserial", "smallserial", "float"];

    // Signals of a name that can't be read (42), names another database (0A), or holds a bad value (22).
    private static readonly string[] RefusedClasses = ["42", "0A", "22", "3F"];

    private readonly Dictionary<string, ResolvedType> _resolved = new(StringComparer.Ordinal);

    /// <summary>The type that a caller's text names.</summary>
    /// <exception cref="ApiException">400: it names none; the nearest name is the hint. The transaction may be spent then.</exception>
    public async Task<ResolvedType> ResolveAsync(string? text, string field, CancellationToken cancellationToken)
    {
        if (text is not null && _resolved.TryGetValue(text, out var known))
        {
            return known;
        }

        var parsed = TypeText.Parse(text, out var fault) ?? throw TableErrors.Invalid(field, fault!);
        return _resolved[text!] = parsed.Serial is { } serial
            ? new ResolvedType(serial, IsSerial: true)
            : await AskAsync(parsed, text!, field, cancellationToken);
    }

    private async Task<ResolvedType> AskAsync(TypeText text, string written, string field, CancellationToken cancellationToken)
    {
        var names = await session.ColumnAsync<string>(DatabaseSession.Command(Known), cancellationToken);
        try
        {
            return await LookUpAsync(text, field, cancellationToken) ?? throw Unknown(written, text, names);
        }
        catch (PostgresException e) when (RefusedClasses.Contains(e.SqlState[..2]))
        {
            throw Unknown(written, text, names, e);
        }
    }

    private async Task<ResolvedType?> LookUpAsync(TypeText text, string field, CancellationToken cancellationToken)
    {
        uint oid;
        bool isArray;
        char delimiter;
        string? modifierReader;
        string sql;
        await using (var reader = await session.QueryAsync(DatabaseSession.Command(LookUp, text.Name), cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            oid = reader.GetFieldValue<uint>(0);
            isArray = reader.GetBoolean(3);
            modifierReader = reader.IsDBNull(4) ? null : reader.GetString(4);
            sql = reader.GetString(5);
            delimiter = reader.GetChar(6);
            if (reader.GetChar(1) == 'p' || !reader.GetBoolean(2))
            {
                throw TableErrors.Invalid(field, $"names {sql}, which is no type that a column can have");
            }
        }

        sql = text switch
        {
            { IntervalFields: { } fields } => IntervalSql(fields, text.Modifiers, isArray, field),
            { Modifiers: [var precision] } when IsFloat(text.Name) => FloatSql(precision, isArray, field),
            { Modifiers: [] } when sql.StartsWith("character", StringComparison.Ordinal) && IsUnlimitedChar().IsMatch(text.Name) => isArray ? "bpchar[]" : "bpchar",
            { Modifiers: [] } => sql,
            _ when modifierReader is null => throw TableErrors.Invalid(field, $"has modifiers, which the type {sql} does not take"),
            _ => await WithModifiersAsync(oid, modifierReader, text.Modifiers, field, cancellationToken),
        };
        return new ResolvedType(sql, isArray, delimiter, IsJson: sql is "json" or "jsonb");
    }

    /// <summary>The type's own function reads the modifiers, as it does for the parser; its name comes from the catalogue.</summary>
    private async Task<string> WithModifiersAsync(uint oid, string modifierReader, IReadOnlyList<string> modifiers, string field, CancellationToken cancellationToken)
    {
        var array = "{" + string.Join(',', modifiers.Select(m => $"\"{m.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")) + "}";
        try
        {
            var sql = await session.ColumnAsync<string>(
                DatabaseSession.Command($"select format_type($1, {modifierReader}($2::cstring[]))", OidOf(oid), DatabaseSession.Untyped(array)),
                cancellationToken);
            return sql[0];
        }
        catch (PostgresException e) when (RefusedClasses.Contains(e.SqlState[..2]))
        {
            // The type is known; why these modifiers are none, the database says best.
            throw new ApiException(StatusCodes.Status400BadRequest, e.SqlState, $"\"{field}\" is refused by the database: {e.MessageText}.", e.Detail, e.Hint, e);
        }
    }

    private static NpgsqlParameter OidOf(uint oid) => new() { Value = oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid };

    private static string IntervalSql(string fields, IReadOnlyList<string> modifiers, bool isArray, string field)
    {
        var takesPrecision = fields.Length == 0 || fields.EndsWith("second", StringComparison.Ordinal);
        if (modifiers.Count > 1 || (modifiers is [var only] && !(takesPrecision && only is [>= '0' and <= '6'])))
        {
            throw TableErrors.Invalid(field, "is not an interval: it takes one precision from 0 to 6, after seconds or alone");
        }

        return string.Concat("interval", fields.Length == 0 ? "" : " " + fields, modifiers is [var precision] ? $"({precision})" : "", isArray ? "[]" : "");
    }

    /// <summary>SQL's <c>float(p)</c>, which the parser turns into one of two types.</summary>
    private static string FloatSql(string precision, bool isArray, string field) =>
        int.TryParse(precision, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits is >= 1 and <= 53
            ? (bits <= 24 ? "real" : "double precision") + (isArray ? "[]" : "")
            : throw TableErrors.Invalid(field, "is not a float: its precision is 1 to 53");

    private static bool IsFloat(string name) => name.Split('[')[0].Trim().Equals("float", StringComparison.OrdinalIgnoreCase);

    private static ApiException Unknown(string written, TypeText text, List<string> names, PostgresException? cause = null) => new(
        StatusCodes.Status400BadRequest,
        PostgresErrorCodes.UndefinedObject,
        $"The database knows no type \"{TableErrors.Shorten(written)}\".",
        details: cause?.MessageText,
        hint: NearestName.Of(text.Name, names.Concat(Spellings)) is { } nearest ? $"Perhaps you meant the type \"{nearest}\"." : null,
        inner: cause);

    // format_type says "character" for bpchar, which would be read back as character(1).
    [GeneratedRegex("""^\s*(?:pg_catalog\s*\.\s*)?"?bpchar"?\s*(?:\[\d*\]\s*)*$""", RegexOptions.IgnoreCase)]
    private static partial Regex IsUnlimitedChar();
}
