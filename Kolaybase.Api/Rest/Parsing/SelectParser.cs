using System.Collections.Immutable;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Reads <c>select=id,total:price::text,*</c> and <c>columns=a,"b c"</c>.</summary>
internal static class SelectParser
{
    /// <summary>The items; none for an empty text, which asks for empty objects.</summary>
    public static ImmutableArray<SelectItem> Parse(string text, RestLimits limits)
    {
        var scanner = new Scanner("select parameter", text);
        scanner.SkipSpace();
        if (scanner.AtEnd)
        {
            return [];
        }

        var items = ImmutableArray.CreateBuilder<SelectItem>();
        do
        {
            RequireRoom(items.Count, "select", limits);
            scanner.SkipSpace();
            items.Add(ParseItem(ref scanner));
            scanner.SkipSpace();
        }
        while (scanner.Skip(','));

        return scanner.AtEnd ? items.ToImmutable() : throw scanner.Unexpected("\",\" or end of input");
    }

    /// <summary>The names of <c>columns=</c>.</summary>
    public static ImmutableArray<string> ParseColumns(string text, RestLimits limits)
    {
        var scanner = new Scanner("columns parameter", text);
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            RequireRoom(names.Count, "columns", limits);
            scanner.SkipSpace();
            names.Add(scanner.FieldName());
            scanner.SkipSpace();
        }
        while (scanner.Skip(','));

        return scanner.AtEnd ? names.ToImmutable() : throw scanner.Unexpected("\",\" or end of input");
    }

    /// <summary>Refuses one more item than the limit.</summary>
    public static void RequireRoom(int count, string parameter, RestLimits limits)
    {
        if (count == limits.SelectItems)
        {
            throw RestErrors.Limit(ErrorCodes.TooManyItems, $"The parameter '{parameter}' may hold {limits.SelectItems} items at most");
        }
    }

    private static SelectItem ParseItem(ref Scanner scanner)
    {
        if (scanner.Skip('*'))
        {
            return new SelectAll();
        }

        if (scanner.At("..."))
        {
            throw RestErrors.NotImplemented("Spread relationships (...relation) are not supported yet");
        }

        var name = scanner.FieldName();
        string? alias = null;
        if (scanner.At(':') && !scanner.At("::"))
        {
            scanner.Skip(':');
            alias = name;
            name = scanner.FieldName();
        }

        RefuseWhatIsNotThereYet(scanner);
        return new SelectField(new(name), alias, scanner.Skip("::") ? ParseCast(ref scanner) : null);
    }

    /// <summary>Letters, digits, <c>_ $</c> and spaces: <c>double precision</c>.</summary>
    private static string ParseCast(ref Scanner scanner)
    {
        var name = scanner.TakeUntil(",()[]:.\"'!");
        if (name.Trim(' ').Length > 0 && name.All(c => char.IsLetter(c) || char.IsAsciiDigit(c) || c is '_' or '$' or ' '))
        {
            return name.Trim(' ');
        }

        scanner.ReturnTo(scanner.Position - name.Length);
        throw scanner.Unexpected("the name of a type: letters, digits, \"_\", \"$\" or spaces");
    }

    private static void RefuseWhatIsNotThereYet(in Scanner scanner)
    {
        if (scanner.At("->"))
        {
            throw RestErrors.NotImplemented("JSON paths (-> and ->>) are not supported yet");
        }

        if (scanner.At('(') || scanner.At('!'))
        {
            throw RestErrors.NotImplemented("Embedding of related tables is not supported yet");
        }

        if (scanner.At('.'))
        {
            throw RestErrors.NotImplemented("Aggregate functions are not supported yet");
        }
    }
}
