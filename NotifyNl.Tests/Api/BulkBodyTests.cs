using System.Buffers;
using System.Text;
using NotifyNl.Web.Api.V2;

namespace NotifyNl.Tests.Api;

/// <summary>The body of a list is read while it comes in, in whatever pieces.</summary>
public sealed class BulkBodyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Rows_InPieces_BecomeACsv(int piece)
    {
        using var body = Read("""
            \uFEFF{"name":"Lijst","rows":[["tel","naam"],["06 1","Zo\u00eb \"de\" Wit, zn"],[612,null,true,1.50,["a","b"]]],"reference":"r","a":{"rows":[1],"csv":"x"}}
            """.Trim().Replace("\\uFEFF", "\uFEFF", StringComparison.Ordinal), piece);

        Assert.Equal("\"tel\",\"naam\"\r\n\"06 1\",\"Zoë \"\"de\"\" Wit, zn\"\r\n\"612\",\"\",\"True\",\"1.5\",\"[a, b]\"\r\n".Replace("[a, b]", "['a', 'b']", StringComparison.Ordinal), Text(body));
        Assert.Equal(["name", "rows", "reference", "a"], ((IDictionary<string, object?>)body.Value!).Keys);
        Assert.Null(body.WrongRow);
    }

    [Theory]
    [InlineData("""{"csv":"a\r\nb"}""", "a\r\nb", null)]
    [InlineData("""{"rows":[["a"]],"rows":[["b"]]}""", "\"b\"\r\n", null)] // of two equal names the last counts
    [InlineData("""{"rows":[["a"],"b",["c"],1]}""", "\"a\"\r\n\"c\"\r\n", 1)]
    [InlineData("""{"x":{"rows":[["a"]]}}""", null, null)]
    [InlineData("""[["a"]]""", null, null)]
    public void OnlyTheBodysOwnFields_AreRows(string json, string? csv, int? wrong)
    {
        using var body = Read(json, 3);
        Assert.Equal((csv, wrong), (body.Rows is null ? null : Text(body), body.WrongRow));
    }

    private static string Text(BulkBody body) => Encoding.UTF8.GetString(body.Rows!.ToArray());

    private static BulkBody Read(string json, int piece)
    {
        var body = new BulkBody();
        var bytes = Encoding.UTF8.GetBytes(json);
        var (taken, come) = (0, 0);
        while (taken < bytes.Length)
        {
            come = Math.Min(bytes.Length, come + piece);
            taken += (int)body.Take(new ReadOnlySequence<byte>(bytes, taken, come - taken), come == bytes.Length);
            if (come == bytes.Length)
                break;
        }

        return body;
    }
}
