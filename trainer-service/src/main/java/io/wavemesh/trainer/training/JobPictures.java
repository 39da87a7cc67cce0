package io.wavemesh.trainer.training;

import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PictureFiles;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.pictures.UnusablePictureException;
import io.wavemesh.trainer.domain.PictureFile;
import io.wavemesh.trainer.domain.UnusablePicturesException;
import java.util.ArrayList;
import java.util.List;

/** Decodes a job's pictures and cuts out the squares that it names. */
final class JobPictures {
    private JobPictures() {}

    static List<Picture> read(List<PictureFile> files, PictureLimits limits) {
        List<Picture> pictures = new ArrayList<>();
        for (PictureFile file : files) {
            String name = "pictures[" + pictures.size() + "]";
            pictures.add(cropped(read(name, file, limits), name, file.picture()));
        }
        return pictures;
    }

    private static Picture read(String name, PictureFile file, PictureLimits limits) {
        try {
            return PictureFiles.read(file.file(), limits);
        } catch (UnusablePictureException e) {
            // Whose message names the file here.
            String reason = e.getMessage().replace(file.file() + ": ", "");
            throw new UnusablePicturesException(name + " " + reason, e);
        }
    }

    private static Picture cropped(Picture whole, String name, PictureRef expected) {
        if (whole.widthPixels() != expected.widthPixels() || whole.heightPixels() != expected.heightPixels()) {
            throw new UnusablePicturesException(
                    name + " must have " + expected.widthPixels() + " x "
                            + expected.heightPixels() + " pixels, has " + whole.widthPixels() + " x "
                            + whole.heightPixels(),
                    null);
        }
        CropBox crop = expected.crop();
        if (crop.equals(CropBox.centred(whole.widthPixels(), whole.heightPixels()))) {
            return whole;
        }
        byte[] rgb = new byte[3 * crop.size() * crop.size()];
        for (int y = 0; y < crop.size(); y++) {
            for (int x = 0; x < crop.size(); x++) {
                int pixel = whole.rgb(crop.x() + x, crop.y() + y);
                int at = 3 * (y * crop.size() + x);
                rgb[at] = (byte) (pixel >> 16);
                rgb[at + 1] = (byte) (pixel >> 8);
                rgb[at + 2] = (byte) pixel;
            }
        }
        return Picture.of(crop.size(), crop.size(), rgb);
    }
}
