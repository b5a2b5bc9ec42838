using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>OPTIONS method.</summary>
public class OptionsTests : ReadChapter
{
    [Theory, Majors, Item("OPTIONS and Allow")]
    public Task Allow_lists_what_can_be_done(int major) => CheckAsync(
        major,
        Options("items").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"),
        Options("keyless").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,PATCH,DELETE"),
        Options("parts").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"),
        Options("item_names").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"),
        Options("item_counts").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD"),
        Options("genre_totals").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD"),
        Options("item_desk").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,DELETE"),
        Options("rpc/add_them").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST"),
        Options("rpc/greet").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST"),
        Options("rpc/count_call").GivesNothing(200).Has("Allow", "OPTIONS,POST"),
        Options("").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD"),
        Options("nowhere").Answers(404));
}
