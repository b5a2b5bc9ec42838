namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>
/// Tokens of PostgreSQL's text form of a parse tree: <c>{NODE :field value :list ({…} {…}) :text a\ b}</c>. Braces and parentheses
/// stand alone, a backslash makes any character a part of its token (PostgreSQL, <c>src/backend/nodes/read.c</c>).
/// </summary>
internal ref struct NodeTokens(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The next token, its backslashes left in; empty at the end.</summary>
    public ReadOnlySpan<char> Next()
    {
        _rest = _rest.TrimStart(" \n\t");
        var length = !_rest.IsEmpty && IsBracket(_rest[0]) ? 1 : 0;
        if (length == 0)
        {
            while (length < _rest.Length && _rest[length] is not (' ' or '\n' or '\t') && !IsBracket(_rest[length]))
            {
                length += _rest[length] == '\\' ? 2 : 1;
            }

            length = Math.Min(length, _rest.Length);
        }

        var token = _rest[..length];
        _rest = _rest[length..];
        return token;
    }

    /// <summary>The value of a field, which is one token or, of a node or list, its opening one: what is inside is passed over.</summary>
    public ReadOnlySpan<char> NextValue()
    {
        var value = Next();
        for (var depth = Opens(value); depth > 0;)
        {
            var token = Next();
            if (token.IsEmpty)
            {
                break;
            }

            depth += Opens(token);
        }

        return value;
    }

    private static int Opens(ReadOnlySpan<char> token) => token switch
    {
        "(" or "{" => 1,
        ")" or "}" => -1,
        _ => 0,
    };

    private static bool IsBracket(char c) => c is '(' or ')' or '{' or '}';
}
