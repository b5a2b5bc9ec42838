using Kolaybase.Workers.Mail.Users;

namespace Kolaybase.Tests.Workers.Mail.Users;

public class HtmlTextTests
{
    [Theory]
    [InlineData("plain", "plain\n")]
    [InlineData("", "\n")]
    [InlineData("<p>one</p><p>two</p>", "one\n\ntwo\n")]
    [InlineData("<p>one\n   more</p>\n\n<p>two</p>", "one more\n\ntwo\n")]
    [InlineData("<div>one</div><div>two</div>", "one\ntwo\n")]
    [InlineData("<div><div><p>one</p></div></div><h1>two</h1>", "one\n\ntwo\n")]
    [InlineData("one<br>two<br/>three", "one\ntwo\nthree\n")]
    [InlineData("a<br><br><br><br>b", "a\n\nb\n")]
    [InlineData("<ul><li>one</li><li>two</li></ul>", "- one\n- two\n")]
    [InlineData("a <b>bold</b> word", "a bold word\n")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n")]
    [InlineData("<img src=x alt='a cat'>", "a cat\n")]
    [InlineData("<img src=x alt=''>", "\n")]
    public void Blocks_become_lines(string html, string text) => Assert.Equal(text, HtmlText.Of(html));

    [Theory]
    [InlineData("<a href='https://x.example/?a=1&amp;b=2'>Go</a> now", "Go <https://x.example/?a=1&b=2> now\n")]
    [InlineData("<a href='https://x.example/'>https://x.example/</a>", "https://x.example/\n")]
    [InlineData("<a href='https://x.example/'><img src=x></a>", "<https://x.example/>\n")]
    [InlineData("<a href='javascript:alert(1)'>Go</a>", "Go\n")]
    [InlineData("<a name=x>Go</a></a>", "Go\n")]
    public void A_link_stands_behind_its_words(string html, string text) => Assert.Equal(text, HtmlText.Of(html));

    [Theory]
    [InlineData("<head><title>t</title><style>p { color: red }</style></head><body>x</body>", "x\n")]
    [InlineData("<html><head><title>t</title><body>x", "x\n")]
    [InlineData("a<!-- no --><style>b</style><script>c</script>d", "ad\n")]
    [InlineData("&lt;b&gt; &amp;lt; &#x20AC; &uuml;", "<b> &lt; € ü\n")]
    [InlineData("a&nbsp;b", "a\u00a0b\n")]
    public void What_is_not_shown_is_left_out_and_references_are_characters(string html, string text) => Assert.Equal(text, HtmlText.Of(html));

    [Theory]
    [InlineData("<")]
    [InlineData("<a href=")]
    [InlineData("</p></p></a></head></body>")]
    [InlineData("<p <p <p>")]
    public void Broken_pages_give_some_text(string html) => Assert.EndsWith("\n", HtmlText.Of(html), StringComparison.Ordinal);
}
