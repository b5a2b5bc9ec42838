using System.Text;
using MimeKit.Text;

namespace Kolaybase.Workers.Mail.Users;

/// <summary>The text part of a mail, made from its page: what a reader without HTML, or a screen reader in text mode, gets. Links stand behind their words in angle brackets (RFC 3986, appendix C).</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();
    private readonly Stack<(string? Address, int Start)> _links = new();
    private int _hidden;
    private int _lines;
    private bool _blank;

    /// <summary>The text of a page.</summary>
    public static string Of(string html)
    {
        var made = new HtmlText();
        var tokenizer = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokenizer.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag:
                    made.Tag(tag);
                    break;
                case { Kind: HtmlTokenKind.Data } when made._hidden == 0:
                    made.Words(((HtmlDataToken)token).Data);
                    break;
                default:
                    break;
            }
        }

        return made._text.ToString().TrimEnd() + "\n";
    }

    private void Tag(HtmlTagToken tag)
    {
        switch (tag.Id)
        {
            // "head" ends with its end tag or, where that is left out, with what can't be in it.
            case HtmlTagId.Head or HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title:
                _hidden = Math.Max(0, _hidden + (tag.IsEndTag ? -1 : tag.IsEmptyElement ? 0 : 1));
                break;
            case HtmlTagId.Body:
                _hidden = 0;
                break;
            case HtmlTagId.Br:
                Break(1, always: true);
                break;
            case HtmlTagId.A:
                Link(tag);
                break;
            case HtmlTagId.Image when tag.Attributes.FirstOrDefault(a => a.Id == HtmlAttributeId.Alt)?.Value is { Length: > 0 } alt:
                Words(alt);
                break;
            case HtmlTagId.LI when !tag.IsEndTag:
                Break(1);
                Words("- ");
                break;
            case HtmlTagId.TD or HtmlTagId.TH:
                _blank = true;
                break;
            case HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI or HtmlTagId.DT or HtmlTagId.DD or HtmlTagId.HR:
                Break(1);
                break;
            case HtmlTagId.P or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6 or HtmlTagId.UL or HtmlTagId.OL
                or HtmlTagId.Table or HtmlTagId.BlockQuote or HtmlTagId.Pre or HtmlTagId.Section or HtmlTagId.Header or HtmlTagId.Footer or HtmlTagId.Main:
                Break(2);
                break;
            default:
                break;
        }
    }

    private void Link(HtmlTagToken tag)
    {
        if (!tag.IsEndTag)
        {
            _links.Push((tag.Attributes.FirstOrDefault(a => a.Id == HtmlAttributeId.Href)?.Value?.Trim(), _text.Length));
        }
        else if (_links.TryPop(out var link) && link.Address is { } address && IsShown(address) && !_text.ToString(link.Start, _text.Length - link.Start).Contains(address, StringComparison.Ordinal))
        {
            Words($" <{address}>");
        }
    }

    private static bool IsShown(string address) =>
        address.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http:", StringComparison.OrdinalIgnoreCase);

    // White space of a page is one blank (CSS Text 3, 4.1); a no-break space is none.
    private void Words(string data)
    {
        foreach (var c in data)
        {
            if (c is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                _blank = true;
                continue;
            }

            if (_text.Length > 0)
            {
                _text.Append('\n', _lines);
                if (_blank && _lines == 0)
                {
                    _text.Append(' ');
                }
            }

            (_lines, _blank) = (0, false);
            _text.Append(c);
        }
    }

    // Of neighbouring blocks the greater distance counts; a forced break adds to it.
    private void Break(int lines, bool always = false)
    {
        _lines = always ? Math.Min(2, _lines + lines) : Math.Max(_lines, lines);
        _blank = false;
    }
}
