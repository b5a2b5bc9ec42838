namespace Kolaybase.Api.Sql.Statements;

/// <summary>One statement of a text.</summary>
/// <param name="Text">The statement without its semicolon.</param>
/// <param name="Offset">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Kind">What it does to transactions.</param>
/// <param name="Name">What it is called, in a word or two and without values: <c>SELECT</c>, <c>CREATE TABLE</c>.</param>
/// <param name="HasBody">Whether it is a function with a body of statements (<c>BEGIN ATOMIC … END</c>).</param>
internal sealed record SqlStatement(string Text, int Offset, StatementKind Kind, string Name, bool HasBody = false)
{
    /// <summary>
    /// What is sent. Npgsql would cut a body at its semicolons, so such a statement goes within a string, from which the server runs it; it has no results and no parameters.
    /// </summary>
    public string Command
    {
        get
        {
            if (!HasBody)
            {
                return Text;
            }

            var tag = "kb";
            while (Text.Contains(tag, StringComparison.Ordinal))
            {
                tag += "_";
            }

            return $"DO ${tag}_do$BEGIN EXECUTE ${tag}${Text}${tag}$; END${tag}_do$";
        }
    }
}
