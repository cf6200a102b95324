using System.Text;
using NotifyNl.Sending;

namespace NotifyNl.Tests.Sending;

public sealed class OfficeCsvTests
{
    [Fact]
    public async Task AFile_HasExcelsMark_Semicolons_AndQuotesWhereNeeded()
    {
        var file = await WrittenAsync(["naam", "bedrag", "opmerking"], ["Zoë; \"de\" Boer", "€ 1,50", null], ["Vos", "=1+1", "regel\nregel"]);

        Assert.Equal(Encoding.UTF8.Preamble, file.AsSpan(0, 3));
        Assert.Equal("naam;bedrag;opmerking\r\n\"Zoë; \"\"de\"\" Boer\";€ 1,50;\r\nVos;'=1+1;\"regel\nregel\"\r\n", Encoding.UTF8.GetString(file.AsSpan(3)));
    }

    [Fact]
    public void AShortRow_IsFilledUp_SoThatWhatFollowsStandsUnderItsHeading()
    {
        var row = new SealedRow(["a", null], [], Duplicate: false, OptedOut: false);

        Assert.Equal(["a", null, "", ""], OfficeCsv.Uploaded(row, 4));
    }

    private static async Task<byte[]> WrittenAsync(params string?[][] rows)
    {
        using var file = new MemoryStream();
        await using (var csv = new OfficeCsv(file))
        {
            foreach (var row in rows)
                await csv.WriteAsync(row, CancellationToken.None);
        }

        return file.ToArray();
    }
}
