using System.Collections.Immutable;
using System.Text;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Collects a statement's text and parameters.</summary>
internal sealed class SqlBuilder
{
    /// <summary>The alias of the table that a statement is about.</summary>
    public const string Table = "t";

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _shared = new(StringComparer.Ordinal);
    private readonly ImmutableArray<SqlParameter>.Builder _parameters = ImmutableArray.CreateBuilder<SqlParameter>();

    /// <summary>
    /// Longest text, in characters. Conditions of embeds may stand at several places, each with those of the embeds inside, so that a
    /// short query can mean a very long statement.
    /// </summary>
    public const int Longest = 1_000_000;

    /// <summary>Adds text of our own.</summary>
    /// <exception cref="Http.ApiException">400 <c>KB611</c>: the statement becomes too long.</exception>
    public SqlBuilder Add(string sql)
    {
        if (_text.Length + sql.Length > Longest)
        {
            throw RestErrors.Limit(Http.ErrorCodes.StatementTooLong, "The request asks for a statement that is too long", "Ask for fewer embeds, or for fewer filters on embeds, in one request.");
        }

        _text.Append(sql);
        return this;
    }

    /// <summary>Adds a name of the schema, quoted.</summary>
    public SqlBuilder AddName(string name) => Add(SqlText.Identifier(name));

    /// <summary>Adds <c>"schema"."relation" AS t</c>.</summary>
    public SqlBuilder AddRelation(Relation relation) => AddName(relation.Schema).Add(".").AddName(relation.Name).Add(" AS ").Add(Table);

    /// <summary>Adds a placeholder for a value.</summary>
    public SqlBuilder AddParameter(object value, SqlParameterType type)
    {
        _parameters.Add(new(value, type));
        _text.Append('$').Append(_parameters.Count);
        return this;
    }

    /// <summary>Adds a placeholder for a text; the same text is the same placeholder.</summary>
    public SqlBuilder AddSharedText(string text)
    {
        if (_shared.TryGetValue(text, out var number))
        {
            _text.Append('$').Append(number);
            return this;
        }

        _shared[text] = _parameters.Count + 1;
        return AddParameter(text, SqlParameterType.Text);
    }

    /// <summary>Adds items with something between them.</summary>
    public SqlBuilder AddJoined<T>(IEnumerable<T> items, string between, Action<T> add)
    {
        var first = true;
        foreach (var item in items)
        {
            Add(first ? "" : between);
            add(item);
            first = false;
        }

        return this;
    }

    /// <summary>The statement.</summary>
    public SqlStatement Build() => new(_text.ToString(), _parameters.ToImmutable());
}
